import { createSignal, For, Show } from "solid-js"
import type { Theme } from "../map/theme.ts"
import { later } from "../later.tsx"
import { useText } from "../text/language.tsx"
import { Icon } from "../ui/Icon.tsx"
import { Modal } from "../ui/Modal.tsx"
import type { Clause } from "./clause.ts"
import { useClauseText } from "./clauseText.ts"
import type { Question } from "./queries.ts"
import type { FilterName } from "./shapes.ts"

const FilterEditor = later(
  () => import("./FilterEditor.tsx").then((loaded) => loaded.FilterEditor),
  "part",
)
const FilterText = later(
  () => import("./FilterText.tsx").then((loaded) => loaded.FilterText),
  "part",
)

/** The filter as chips: one a condition, to change, to drop, and to add. */
export function FilterBar(props: {
  names: readonly FilterName[]
  themes: readonly Theme[]
  clauses: readonly Clause[]
  onClauses: (clauses: Clause[]) => void
  question: Question
  onFilter: (filter: string) => void
  onClear: () => void
}) {
  const { t } = useText()
  const say = useClauseText(() => props)
  /** Place of the clause being edited; -1 for a new one, null for none. */
  const [editing, setEditing] = createSignal<number | null>(null)
  const [asText, setAsText] = createSignal(false)
  const isEditable = (clause: Clause) => clause.kind !== "area" && clause.kind !== "boxes"
  const change = (clause: Clause, at: number) =>
    clause.kind === "words" ? setAsText(true) : setEditing(at)

  const keep = (clause: Clause | null) => {
    const at = editing()
    const others = props.clauses.filter((_, index) => index !== at)
    if (clause) props.onClauses(at === -1 ? [...others, clause] : others.toSpliced(at!, 0, clause))
    setEditing(null)
  }

  return (
    <div class="filter-bar">
      <ul class="chips" aria-label={t("filter.title")}>
        <For each={props.clauses}>
          {(clause, index) => (
            <li class="chip">
              <Show
                when={isEditable(clause)}
                fallback={<span class="chip-text">{say(clause)}</span>}
              >
                <button type="button" class="chip-text" onClick={() => change(clause, index())}>
                  {say(clause)}
                </button>
              </Show>
              <button
                type="button"
                class="chip-drop"
                aria-label={t("filter.drop", { condition: say(clause) })}
                onClick={() =>
                  props.onClauses(props.clauses.filter((_, place) => place !== index()))
                }
              >
                <Icon name="close" size={12} />
              </button>
            </li>
          )}
        </For>
        <li>
          <button type="button" class="chip-add" onClick={() => setEditing(-1)}>
            <Icon name="filter" size={14} />
            {t("filter.add")}
          </button>
        </li>
        <li>
          <button
            type="button"
            class="chip-add chip-cql"
            title={t("cql.title")}
            onClick={() => setAsText(true)}
          >
            CQL
          </button>
        </li>
        <Show when={props.clauses.length > 1}>
          <li>
            <button type="button" class="chip-clear" onClick={() => props.onClear()}>
              {t("filter.clear")}
            </button>
          </li>
        </Show>
      </ul>
      <Modal
        open={editing() !== null}
        title={editing() === -1 ? t("filter.add") : t("filter.change")}
        closeLabel={t("close")}
        onClose={() => setEditing(null)}
      >
        <FilterEditor
          names={props.names}
          themes={props.themes}
          clause={props.clauses[editing() ?? -1]}
          others={props.clauses.filter((_, index) => index !== editing())}
          question={props.question}
          onKeep={keep}
          onCancel={() => setEditing(null)}
        />
      </Modal>
      <Modal
        open={asText()}
        title={t("cql.title")}
        closeLabel={t("close")}
        onClose={() => setAsText(false)}
      >
        <FilterText
          names={props.names}
          filter={props.question.filter}
          question={props.question}
          onKeep={(filter) => {
            props.onFilter(filter)
            setAsText(false)
          }}
          onCancel={() => setAsText(false)}
        />
      </Modal>
    </div>
  )
}
