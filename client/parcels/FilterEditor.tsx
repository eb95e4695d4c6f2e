import { createMemo, createSignal, Match, Show, Switch } from "solid-js"
import type { Theme } from "../map/theme.ts"
import { useText } from "../text/language.tsx"
import { Choice } from "../ui/Choice.tsx"
import { Checks } from "../ui/Checks.tsx"
import { Segments } from "../ui/Segments.tsx"
import { type Clause, type Limit, writeFilter } from "./clause.ts"
import type { Question } from "./queries.ts"
import { Selects } from "./Selects.tsx"
import type { FilterName } from "./shapes.ts"

/** What people narrow by most; the rest follows in the order of the catalogue. */
const FIRST = [
  "areaMu",
  "lifecycle",
  "taxPerMu",
  "grade",
  "suspected",
  "determined",
  "landUse",
  "available",
  "aboveScale",
  "projectStatus",
  "firms",
]
/** Names that stand for another in the editor, or that nobody reads. */
const LEFT_OUT = new Set(["id", "landUseScheme", "geom", "flagRule"])

const rankOf = (name: string) => {
  const at = FIRST.indexOf(name)
  return at < 0 ? FIRST.length : at
}

const nameOf = (clause: Clause | undefined): string | undefined => {
  if (!clause || !("name" in clause || clause.kind === "classes")) return undefined
  if (clause.kind !== "classes") return clause.name
  return clause.theme === "flag" ? "suspected" : clause.theme
}

/** Makes or changes one condition: a name, then what its kind allows. */
export function FilterEditor(props: {
  names: readonly FilterName[]
  themes: readonly Theme[]
  clause: Clause | undefined
  /** The conditions that hold beside this one. */
  others: readonly Clause[]
  /** What else decides which parcels there are. */
  question: Pick<Question, "q" | "year">
  onKeep: (clause: Clause | null) => void
  onCancel: () => void
}) {
  const { t, pick } = useText()
  const options = () =>
    props.names
      .filter(({ name, type }) => type !== "geometry" && !LEFT_OUT.has(name))
      .toSorted((a, b) => rankOf(a.name) - rankOf(b.name))
  const [name, setName] = createSignal(nameOf(props.clause) ?? options()[0]?.name ?? "")
  const field = () => props.names.find((entry) => entry.name === name())

  const given = props.clause
  const [low, setLow] = createSignal(given?.kind === "range" ? (given.low?.value ?? "") : "")
  const [high, setHigh] = createSignal(given?.kind === "range" ? (given.high?.value ?? "") : "")
  const [text, setText] = createSignal(given?.kind === "contains" ? given.text : "")
  const [values, setValues] = createSignal<string[]>(
    given?.kind === "oneOf" ? given.values : given?.kind === "classes" ? given.keys : [],
  )
  const [truth, setTruth] = createSignal(given?.kind === "truth" ? given.value : true)
  const [missing, setMissing] = createSignal(given?.kind === "missing")

  const landUse = () => props.themes.find(({ id }) => id === "landUse")
  const kind = createMemo(() => {
    const { type, values } = field() ?? {}
    if (name() === "landUse" && landUse()) return "landUse"
    return values ? "closed" : type
  })
  const choices = () =>
    kind() === "landUse"
      ? (landUse()?.classes ?? [])
          .filter(({ filter }) => filter !== null)
          .map(({ key, label }) => ({ value: key, label: pick(label) }))
      : (field()?.values ?? []).map((entry) => ({ value: entry.value, label: pick(entry) }))

  const limit = (value: string): Limit | null => (value === "" ? null : { value, open: false })
  const clause = (): Clause | null => {
    if (missing()) return { kind: "missing", name: name() }
    switch (kind()) {
      case "landUse":
        return values().length === 0 ? null : { kind: "classes", theme: "landUse", keys: values() }
      case "closed":
        return values().length === 0 ? null : { kind: "oneOf", name: name(), values: values() }
      case "boolean":
        return { kind: "truth", name: name(), value: truth() }
      case "number":
      case "day": {
        if (low() === "" && high() === "") return null
        const day = kind() === "day"
        return { kind: "range", name: name(), day, low: limit(low()), high: limit(high()) }
      }
      default:
        return text().trim() === "" ? null : { kind: "contains", name: name(), text: text().trim() }
    }
  }

  const question = () => ({
    ...props.question,
    filter: writeFilter([...props.others, ...(clause() ? [clause()!] : [])], props.themes),
  })

  return (
    <form
      class="editor"
      onSubmit={(event) => {
        event.preventDefault()
        props.onKeep(clause())
      }}
    >
      <Choice
        label={t("filter.name")}
        showLabel
        value={name()}
        options={options().map((entry) => ({ value: entry.name, label: pick(entry) }))}
        onChange={(chosen) => {
          setName(chosen)
          setValues([])
          setLow("")
          setHigh("")
        }}
      />
      <Show when={!missing()}>
        <Switch>
          <Match when={kind() === "landUse" || kind() === "closed"}>
            <Checks
              label={t("filter.values")}
              options={choices()}
              chosen={values()}
              onChange={setValues}
            />
          </Match>
          <Match when={kind() === "boolean"}>
            <Segments
              label={t("filter.values")}
              value={truth() ? "yes" : "no"}
              options={[
                { value: "yes", label: t("yes") },
                { value: "no", label: t("no") },
              ]}
              onChange={(value) => setTruth(value === "yes")}
            />
          </Match>
          <Match when={kind() === "number" || kind() === "day"}>
            <div class="editor-range">
              <label class="field">
                <span>{kind() === "day" ? t("filter.from") : t("filter.low")}</span>
                <input
                  class="input"
                  type={kind() === "day" ? "date" : "number"}
                  step="any"
                  value={low()}
                  onInput={(event) => setLow(event.currentTarget.value)}
                />
              </label>
              <label class="field">
                <span>{kind() === "day" ? t("filter.to") : t("filter.high")}</span>
                <input
                  class="input"
                  type={kind() === "day" ? "date" : "number"}
                  step="any"
                  value={high()}
                  onInput={(event) => setHigh(event.currentTarget.value)}
                />
              </label>
              <Show when={field()?.unit}>
                <span class="editor-unit">{field()?.unit}</span>
              </Show>
            </div>
          </Match>
          <Match when={kind() === "text"}>
            <label class="field">
              <span>{t("filter.text")}</span>
              <input
                class="input"
                value={text()}
                maxlength="60"
                onInput={(event) => setText(event.currentTarget.value)}
              />
            </label>
          </Match>
        </Switch>
      </Show>
      <label class="check">
        <input
          type="checkbox"
          checked={missing()}
          onChange={(event) => setMissing(event.currentTarget.checked)}
        />
        <span>{t("filter.only-missing")}</span>
      </label>
      <Selects question={question()} />
      <div class="modal-foot">
        <button type="button" class="button" onClick={() => props.onCancel()}>
          {t("cancel")}
        </button>
        <button type="submit" class="button button-main" disabled={clause() === null}>
          {t("filter.apply")}
        </button>
      </div>
    </form>
  )
}
