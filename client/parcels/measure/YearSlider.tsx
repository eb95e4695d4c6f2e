import { createEffect, createSignal, For, onCleanup, Show } from "solid-js"
import { useText } from "../../text/language.tsx"

/** How long a year stays while they are played. */
const STAY_MS = 1_400

/** A year out of those that exist. Played, each stays until the map shows it. */
export function YearSlider(props: {
  years: readonly number[]
  year: number | null
  /** Whether the map shows the year already. */
  ready: boolean
  onYear: (year: number, how: "push" | "replace") => void
}) {
  const { t } = useText()
  const [playing, setPlaying] = createSignal(false)
  const last = () => props.years.length - 1
  const at = () => {
    const place = props.years.indexOf(props.year ?? Number.NaN)
    return place < 0 ? last() : place
  }
  const shown = () => props.years[at()]
  const go = (place: number, how: "push" | "replace") => {
    const year = props.years[place]
    if (year !== undefined && year !== props.year) props.onYear(year, how)
  }

  createEffect(() => {
    if (!playing() || !props.ready) return
    const timer = setTimeout(() => {
      if (at() >= last()) setPlaying(false)
      else go(at() + 1, "replace")
    }, STAY_MS)
    onCleanup(() => clearTimeout(timer))
  })
  const toggle = () => {
    if (!playing() && at() >= last()) go(0, "replace")
    setPlaying(!playing())
  }

  return (
    <div class="years">
      <Show when={props.years.length > 1}>
        <button
          type="button"
          class="icon-button"
          aria-label={playing() ? t("year.pause") : t("year.play")}
          title={playing() ? t("year.pause") : t("year.play")}
          onClick={toggle}
        >
          <svg class="icon" viewBox="0 0 20 20" width="16" height="16" aria-hidden="true">
            <path d={playing() ? "M7 4.5V15.5M13 4.5V15.5" : "M6.5 4L15.5 10L6.5 16Z"} />
          </svg>
        </button>
        <span class="years-track">
          <input
            type="range"
            aria-label={t("year.label")}
            aria-valuetext={t("year.of", { year: shown() ?? "" })}
            min="0"
            max={last()}
            step="1"
            value={at()}
            onInput={(event) => {
              setPlaying(false)
              go(Number(event.currentTarget.value), "push")
            }}
          />
          <span class="years-marks" aria-hidden="true">
            <For each={props.years}>{() => <i />}</For>
          </span>
        </span>
      </Show>
      <span class="years-shown">{t("year.of", { year: shown() ?? "" })}</span>
    </div>
  )
}
