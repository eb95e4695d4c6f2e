import { createSignal } from "solid-js"
import { useText } from "../text/language.tsx"
import { DeskFrame } from "./DeskFrame.tsx"
import { ForecastList, ForecastTerm } from "./ForecastList.tsx"
import type { Open } from "./shapes.ts"

const LONGEST = 90

/** What changes by itself in the next months, if nothing but time happens. */
export function ForecastPage(props: { open: Open; openMap: Open }) {
  const { t } = useText()
  const [days, setDays] = createSignal(LONGEST)
  return (
    <DeskFrame current="forecast" open={props.open} openMap={props.openMap}>
      <div class="idle-bar">
        <p class="note">{t("idle.note.forecast")}</p>
        <ForecastTerm value={days()} onChange={setDays} />
      </div>
      <ForecastList days={days()} open={props.open} />
    </DeskFrame>
  )
}
