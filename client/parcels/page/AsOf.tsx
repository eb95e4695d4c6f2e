import { Show } from "solid-js"
import { type Day, isDay, legalDayAt } from "../../../geodata/days.ts"
import { useText } from "../../text/language.tsx"
import { Icon } from "../../ui/Icon.tsx"
import { Waiting } from "../../ui/Waiting.tsx"

/** Chooses the day that the page tells of. */
export function AsOf(props: {
  day: Day | null
  first: Day | undefined
  onChange: (day: Day | null) => void
}) {
  const { t } = useText()
  const today = legalDayAt(new Date())
  return (
    <label class="as-of">
      <span>{t("as-of.label")}</span>
      <input
        class="input"
        type="date"
        min={props.first}
        max={today}
        value={props.day ?? today}
        onChange={(event) => {
          const { value } = event.currentTarget
          if (isDay(value)) props.onChange(value === today ? null : value)
        }}
      />
    </label>
  )
}

/** Says that it is not today that one is looking at, and leads back. */
export function AsOfBanner(props: { day: Day | null; busy: boolean; onToday: () => void }) {
  const { t } = useText()
  return (
    <Show when={props.day}>
      {(day) => (
        <div class="as-of-banner" role="status">
          <Icon name="info" size={18} />
          <p>{t("as-of.banner", { day: day() })}</p>
          <button type="button" class="button" onClick={() => props.onToday()}>
            {t("as-of.today")}
          </button>
          <Show when={props.busy}>
            <Waiting>{t("wait.sheet")}</Waiting>
          </Show>
        </div>
      )}
    </Show>
  )
}
