import { createSignal } from "solid-js"
import { useText } from "../text/language.tsx"
import { DeskFrame } from "./DeskFrame.tsx"
import { ForecastList, ForecastTerm } from "./ForecastList.tsx"
import type { Open, Rights } from "./shapes.ts"

const LONGEST = 90

/** What changes by itself in the next months, if nothing but time happens. */
export function ForecastPage(props: { rights: Rights; open: Open; openMap: Open }) {
  const { t } = useText()
  const [days, setDays] = createSignal(LONGEST)
  return (
    <DeskFrame current="forecast" rights={props.rights} open={props.open} openMap={props.openMap}>
      <div class="idle-bar">
        <p class="note">{t("idle.note.forecast")}</p>
        <ForecastTerm value={days()} onChange={setDays} />
      </div>
      <ForecastList days={days()} open={props.open} />
    </DeskFrame>
  )
}
