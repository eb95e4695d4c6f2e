import { Show } from "solid-js"
import { legalDayAt } from "../../geodata/days.ts"
import type { Bounds, MapHandle } from "../map/createMap.ts"
import type { Measure } from "../map/measure.ts"
import { type MapState, ONE_DAY } from "../map/state.ts"
import { useText } from "../text/language.tsx"
import { IconButton } from "../ui/IconButton.tsx"
import { AreaTools } from "./AreaTools.tsx"
import type { Clause } from "./clause.ts"

/** The day that the map is held against first: the end of last year. */
const lastYearEnd = () => `${Number(legalDayAt(new Date()).slice(0, 4)) - 1}-12-31`

/** Pitch in degrees at which columns are seen from. */
const RELIEF_PITCH = 50

/** Buttons for what mouse and fingers do on the map, and for drawing an area. */
export function MapControls(props: {
  handle: MapHandle
  state: MapState
  change: (changes: Partial<MapState>, how?: "push" | "replace") => void
  bounds: Bounds
  /** The measure that columns tell or would tell; absent where there is none. */
  tallest: Measure | undefined
  clauses: readonly Clause[]
  onClauses: (clauses: Clause[]) => void
}) {
  const { t, pick } = useText()
  const rise = () => {
    const height = props.state.height === null ? (props.tallest?.name ?? null) : null
    props.change({ height })
    props.handle.turn(height === null ? { pitch: 0, bearing: 0 } : { pitch: RELIEF_PITCH })
  }
  const isCompared = () => props.state.against !== null
  const compare = () =>
    props.change(
      isCompared()
        ? ONE_DAY
        : { against: lastYearEnd(), on: null, side: "changes", year: null, height: null },
      "push",
    )
  return (
    <div class="map-controls">
      <div class="control-group panel">
        <IconButton
          hint="left"
          icon="plus"
          label={t("map.zoom-in")}
          onClick={() => props.handle.zoomBy(1)}
        />
        <IconButton
          hint="left"
          icon="minus"
          label={t("map.zoom-out")}
          onClick={() => props.handle.zoomBy(-1)}
        />
        <IconButton
          hint="left"
          icon="extent"
          label={t("map.whole")}
          onClick={() => props.handle.fit(props.bounds)}
        />
        <IconButton
          hint="left"
          icon="north"
          label={t("map.north")}
          disabled={!props.state.camera?.bearing && !props.state.camera?.pitch}
          onClick={() => props.handle.turn({ bearing: 0, pitch: 0 })}
        />
      </div>
      <div class="control-group panel">
        <AreaTools
          handle={props.handle}
          selected={props.state.selected}
          clauses={props.clauses}
          onClauses={props.onClauses}
        />
        <IconButton
          hint="left"
          icon="swipe"
          label={isCompared() ? t("compare-days.close") : t("compare-days.open")}
          pressed={isCompared()}
          onClick={compare}
        />
        {/* Last, as it comes with the figures and moves nothing so. */}
        <Show when={props.tallest}>
          {(measure) => (
            <IconButton
              hint="left"
              icon="columns"
              label={t("map.relief", { measure: pick(measure().label) })}
              pressed={props.state.height !== null}
              onClick={rise}
            />
          )}
        </Show>
      </div>
    </div>
  )
}
