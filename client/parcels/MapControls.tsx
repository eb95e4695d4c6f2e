import { Show } from "solid-js"
import type { Ring } from "../map/outline.ts"
import type { Bounds, MapHandle } from "../map/createMap.ts"
import type { MapState } from "../map/state.ts"
import { useText } from "../text/language.tsx"
import { IconButton } from "../ui/IconButton.tsx"
import type { Clause } from "./clause.ts"

/** Pitch in degrees at which columns are seen from. */
const RELIEF_PITCH = 52

/** Buttons for what mouse and fingers do on the map, and for drawing an area. */
export function MapControls(props: {
  handle: MapHandle
  state: MapState
  change: (changes: Partial<MapState>) => void
  bounds: Bounds
  canRise: boolean
  clauses: readonly Clause[]
  onClauses: (clauses: Clause[]) => void
}) {
  const { t } = useText()
  const rise = () => {
    const relief = !props.state.relief
    props.change({ relief })
    props.handle.turn(relief ? { pitch: RELIEF_PITCH } : { pitch: 0, bearing: 0 })
  }
  const narrow = (ring: Ring) =>
    props.onClauses([
      ...props.clauses.filter(({ kind }) => kind !== "area"),
      { kind: "area", ring },
    ])
  const draw = () => {
    if (props.handle.drawing()) return props.handle.stopDrawing()
    props.handle.draw(narrow)
  }
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
        <IconButton
          hint="left"
          icon="lasso"
          label={props.handle.drawing() ? t("map.draw-stop") : t("map.draw")}
          pressed={props.handle.drawing()}
          onClick={draw}
        />
        <IconButton
          hint="left"
          icon="frame"
          label={t("map.this-view")}
          onClick={() => narrow(props.handle.view())}
        />
        <Show when={props.canRise}>
          <IconButton
            hint="left"
            icon="columns"
            label={t("map.relief")}
            pressed={props.state.relief}
            onClick={rise}
          />
        </Show>
      </div>
    </div>
  )
}
