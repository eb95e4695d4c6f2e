import { Show } from "solid-js"
import { roundStep } from "../../map/classes/histogram.ts"
import { writeLimit } from "../../map/classes/label.ts"
import type { Rise } from "../../map/layers/parcels.ts"
import type { Measure } from "../../map/measure.ts"
import type { Camera } from "../../map/state.ts"
import { useText } from "../../text/language.tsx"
import { Choice } from "../../ui/Choice.tsx"
import { useMeasured, useUnit } from "../themeValue.ts"

/** Metres around the earth at the equator, and px of its width at zoom 0. */
const EQUATOR_M = 40_075_017
const WORLD_PX = 512
/** The least height of the scale; it grows to two and a half times that until the next round figure. */
const LEAST_PX = 16

/** px on the screen of a metre upwards, in the middle of the map. */
const pxPerMetre = ({ lat, zoom, pitch }: Camera): number =>
  (2 ** zoom * WORLD_PX * Math.sin((pitch * Math.PI) / 180)) /
  (EQUATOR_M * Math.cos((lat * Math.PI) / 180))

/** What the height of columns tells, with a scale to hold them against. */
export function HeightKey(props: {
  measure: Measure
  measures: readonly Measure[]
  rise: Rise
  camera: Camera | null
  onMeasure: (name: string) => void
}) {
  const { t, pick } = useText()
  const unitOf = useUnit()
  const measured = useMeasured()
  const pxPerUnit = () =>
    props.camera && props.camera.pitch > 1
      ? props.rise.metresPerUnit * pxPerMetre(props.camera)
      : null
  const step = (px: number) => roundStep(LEAST_PX / px)
  return (
    <div class="height-key">
      <div class="height-what">
        <span>{t("height.label")}</span>
        <Choice
          label={t("height.label")}
          value={props.measure.name}
          options={props.measures.map(({ name, label }) => ({ value: name, label: pick(label) }))}
          onChange={props.onMeasure}
        />
      </div>
      <Show when={pxPerUnit()}>
        {(px) => (
          <p class="height-scale">
            <i style={{ height: `${step(px()) * px()}px` }} />
            <span>= {measured(writeLimit(step(px())), props.measure.unit)}</span>
          </p>
        )}
      </Show>
      <p class="legend-note">
        {t("height.note", {
          most: writeLimit(Number(props.rise.mostUnits.toPrecision(2))),
          unit: unitOf(props.measure.unit),
        })}
      </p>
    </div>
  )
}
