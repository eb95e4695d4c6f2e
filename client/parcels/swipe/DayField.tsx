import { createUniqueId } from "solid-js"
import { type Day, isDay, legalDayAt } from "../../../geodata/days.ts"
import { useText } from "../../text/language.tsx"
import { Choice } from "../../ui/Choice.tsx"
import { listPresets, type Preset, presetText } from "./days.ts"

const OWN = "own"

/** A legal day up to today: written, chosen from the browser's calendar, or one of those that are asked for most. */
export function DayField(props: { label: string; day: Day; onDay: (day: Day) => void }) {
  const { t } = useText()
  const id = createUniqueId()
  const presets = listPresets()
  const today = legalDayAt(new Date())
  const chosen = () => presets.find(({ day }) => day === props.day)?.id ?? OWN
  const options = () => [
    ...presets.map(({ id: value, day }) => ({
      value,
      label: t(presetText(value), { year: day.slice(0, 4) }),
    })),
    ...(chosen() === OWN ? [{ value: OWN, label: t("compare-days.own") } as const] : []),
  ]
  const choose = (value: Preset["id"] | typeof OWN) => {
    const preset = presets.find((one) => one.id === value)
    if (preset) props.onDay(preset.day)
  }
  const write = (input: HTMLInputElement) => {
    if (isDay(input.value) && input.value <= today) props.onDay(input.value)
  }
  return (
    <div class="day-field">
      <label for={id}>{props.label}</label>
      <input
        id={id}
        class="input"
        type="date"
        max={today}
        value={props.day}
        onChange={(event) => write(event.currentTarget)}
        onBlur={(event) => (event.currentTarget.value = props.day)}
      />
      <Choice<Preset["id"] | typeof OWN>
        label={`${props.label}${t("colon")}${t("compare-days.preset")}`}
        value={chosen()}
        options={options()}
        onChange={choose}
      />
    </div>
  )
}
