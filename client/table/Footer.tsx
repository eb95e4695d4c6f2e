import { createSignal, Show } from "solid-js"
import { useText } from "../text/language.tsx"
import { Icon } from "../ui/Icon.tsx"
import { MOST_PICKED, type Picked } from "./createPicked.ts"
import type { Kind, Total } from "./shapes.ts"

/** Parcels or firms that are compared side by side. */
const LEAST_COMPARED = 2
const MOST_COMPARED = 5

const PATHS: Record<Kind, string> = {
  parcels: "/compare/parcels/",
  firms: "/compare/enterprises/",
}

/** What was picked and what can be done with it; and what all rows of the filter come to. */
export function Footer(props: {
  kind: Kind
  picked: Picked
  /** Of the picked rows; null while some of them are on their way. */
  sum: Total | null
  total: Total | undefined
  copied: () => string | null
  open: (path: string) => void
}) {
  const { t, figures } = useText()
  const count = () => props.picked.ids().size
  const [said, setSaid] = createSignal("")
  const say = ({ count, areaMu }: Total) => {
    const counted = t(`table.count.${props.kind}`, { count: figures().count(count) })
    if (areaMu === null) return counted
    return `${counted} · ${t("unit.mu.of", { value: figures().mu(areaMu) })}`
  }
  const address = () => `${PATHS[props.kind]}${[...props.picked.ids()].join(",")}`
  const canCompare = () => count() >= LEAST_COMPARED && count() <= MOST_COMPARED
  const copy = () => {
    const text = props.copied()
    if (text === null) return
    navigator.clipboard.writeText(text).then(
      () => setSaid(t("table.copied", { count: figures().count(count()) })),
      () => setSaid(t("table.copy-refused")),
    )
  }
  return (
    <div class="table-foot">
      <Show when={count() > 0} fallback={<p class="table-hint">{t("table.pick.help")}</p>}>
        <p class="table-picked" role="status">
          <span class="table-part">{t("table.picked")}</span>{" "}
          <strong>{props.sum ? say(props.sum) : say({ count: count(), areaMu: null })}</strong>
          <Show when={props.picked.isFull()}>
            {" "}
            <span class="short">
              {t("table.picked.most", { count: figures().count(MOST_PICKED) })}
            </span>
          </Show>
        </p>
        <div class="table-acts">
          <Show
            when={canCompare()}
            fallback={
              <span class="quiet">
                {t("table.compare.help", { least: LEAST_COMPARED, most: MOST_COMPARED })}
              </span>
            }
          >
            <a
              class="button"
              href={address()}
              onClick={(event) => {
                if (event.metaKey || event.ctrlKey || event.shiftKey) return
                event.preventDefault()
                props.open(address())
              }}
            >
              {t("table.compare")}
            </a>
          </Show>
          {/* Without a safe origin the browser gives no clipboard; Ctrl+C works all the same. */}
          <Show when={"clipboard" in navigator}>
            <button
              type="button"
              class="button"
              aria-keyshortcuts="Control+C"
              disabled={props.sum === null}
              onClick={copy}
            >
              <Icon name="copy" size={16} />
              {t("table.copy")}
            </button>
          </Show>
          <button type="button" class="quiet-button" onClick={() => props.picked.clear()}>
            {t("table.clear")}
          </button>
        </div>
      </Show>
      <p class="unseen" role="status">
        {said()}
      </p>
      <p class="table-total">
        <span class="table-part">{t("table.total")}</span>{" "}
        <Show when={props.total} fallback={<span class="ghost">0</span>}>
          {(total) => <strong>{say(total())}</strong>}
        </Show>
      </p>
    </div>
  )
}
