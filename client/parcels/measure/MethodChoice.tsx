import { createSignal, createUniqueId, For, Show } from "solid-js"
import type { Shown } from "../../map/createMeasures.ts"
import { LEAST_CLASSES, type Method, METHODS, MOST_CLASSES } from "../../map/measure-state.ts"
import type { MapState } from "../../map/state.ts"
import { useText } from "../../text/language.tsx"
import { IconButton } from "../../ui/IconButton.tsx"

/** How many classes may be had by a change: as many of less as of more. */
const stepOf = ({ mode }: Shown) => (mode === "change" ? 2 : 1)
const leastOf = ({ mode }: Shown) => (mode === "change" ? 4 : LEAST_CLASSES)

/** How the classes come about, and how many there are. */
export function MethodChoice(props: {
  shown: Shown
  state: MapState
  change: (changes: Partial<MapState>, how?: "push" | "replace") => void
}) {
  const { t } = useText()
  const name = createUniqueId()
  const why = createUniqueId()
  /** Whether somebody asked for lines of a policy that there is none of. */
  const [missed, setMissed] = createSignal(false)
  const offered = () =>
    METHODS.filter(
      (method) => props.shown.mode === null || (method !== "policy" && method !== "manual"),
    ).concat(props.shown.mode === "change" ? ["manual"] : [])
  const isMissing = (method: Method) => method === "policy" && props.shown.policy.length === 0
  const choose = (method: Method) => {
    setMissed(isMissing(method))
    if (isMissing(method)) return
    const breaks = method === "manual" ? [...props.shown.breaks] : null
    props.change({ method: method === "quantile" ? null : method, breaks }, "push")
  }
  const isCounted = () =>
    props.shown.mode !== "pair" &&
    props.shown.method !== "manual" &&
    props.shown.method !== "policy"
  const made = () => props.shown.breaks.length + 1
  const count = (step: number) =>
    props.change({ classes: props.shown.count + step * stepOf(props.shown) }, "replace")

  return (
    <>
      <fieldset class="methods">
        <legend class="unseen">{t("method.label")}</legend>
        <For each={offered()}>
          {(method) => (
            <label class="method" title={isMissing(method) ? t("method.policy.none") : undefined}>
              <input
                type="radio"
                class="unseen"
                name={name}
                checked={props.shown.method === method}
                aria-disabled={isMissing(method)}
                aria-describedby={isMissing(method) ? why : undefined}
                onClick={(event) => {
                  if (isMissing(method)) event.preventDefault()
                  choose(method)
                }}
              />
              <span>{t(`method.${method}`)}</span>
            </label>
          )}
        </For>
      </fieldset>
      <p id={why} class={missed() ? "legend-note" : "unseen"} role="status">
        <Show when={props.shown.mode === null && props.shown.policy.length === 0}>
          {t("method.policy.none")}
        </Show>
      </p>
      <div class="method-more">
        <Show when={isCounted()}>
          <span class="method-count">
            <IconButton
              icon="minus"
              label={t("classes.fewer")}
              disabled={props.shown.count <= leastOf(props.shown)}
              onClick={() => count(-1)}
            />
            <span>{t("classes.of", { count: made() })}</span>
            <IconButton
              icon="plus"
              label={t("classes.more")}
              disabled={props.shown.count + stepOf(props.shown) > MOST_CLASSES}
              onClick={() => count(1)}
            />
          </span>
        </Show>
        <Show when={props.shown.mode === "change"}>
          <label class="check">
            <input
              type="checkbox"
              checked={props.state.share}
              onChange={(event) =>
                props.change(
                  { share: event.currentTarget.checked, breaks: null, method: null },
                  "push",
                )
              }
            />
            <span>{t("measure.share")}</span>
          </label>
        </Show>
        <label class="check">
          <input
            type="checkbox"
            checked={props.state.patterns}
            onChange={(event) => props.change({ patterns: event.currentTarget.checked }, "push")}
          />
          <span>{t("classes.patterns")}</span>
        </label>
      </div>
    </>
  )
}
