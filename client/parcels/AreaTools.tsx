import { Popover } from "@kobalte/core/popover"
import { createSignal, For, Show } from "solid-js"
import { answer, api, problemOf } from "../api.ts"
import type { Shape } from "../map/createDrawing.ts"
import type { MapHandle } from "../map/createMap.ts"
import type { Ring } from "../map/outline.ts"
import { useText } from "../text/language.tsx"
import { Failure } from "../ui/Failure.tsx"
import { createSubmit } from "../ui/createSubmit.ts"
import { Icon } from "../ui/Icon.tsx"
import { IconButton } from "../ui/IconButton.tsx"
import type { Clause } from "./clause.ts"

/** Metres that people ask for most: a fence, a road, a walk, a neighbourhood. */
const DISTANCES = [50, 100, 300, 500, 1000] as const
const MOST_METRES = 20_000

/** Ways to say which land is meant: by hand, by a box, by what is in view, by a distance around a parcel. */
export function AreaTools(props: {
  handle: MapHandle
  selected: number | null
  clauses: readonly Clause[]
  onClauses: (clauses: Clause[]) => void
}) {
  const { t } = useText()
  const [shape, setShape] = createSignal<Shape>("free")
  const narrow = (ring: Ring) =>
    props.onClauses([
      ...props.clauses.filter(({ kind }) => kind !== "area"),
      { kind: "area", ring },
    ])
  const isDrawing = (wanted: Shape) => props.handle.drawing() && shape() === wanted
  const draw = (wanted: Shape) => {
    const goesOn = isDrawing(wanted)
    props.handle.stopDrawing()
    if (goesOn) return
    setShape(wanted)
    props.handle.draw(narrow, wanted)
  }
  return (
    <>
      <IconButton
        hint="left"
        icon="lasso"
        label={isDrawing("free") ? t("map.draw-stop") : t("map.draw")}
        pressed={isDrawing("free")}
        onClick={() => draw("free")}
      />
      <IconButton
        hint="left"
        icon="box"
        label={isDrawing("box") ? t("map.draw-stop") : t("map.draw-box")}
        pressed={isDrawing("box")}
        onClick={() => draw("box")}
      />
      <Around handle={props.handle} selected={props.selected} onRing={narrow} />
      <IconButton
        hint="left"
        icon="frame"
        label={t("map.this-view")}
        onClick={() => narrow(props.handle.view())}
      />
    </>
  )
}

/** Land within a distance of the open parcel, or of the middle of the map where none is open. */
function Around(props: {
  handle: MapHandle
  selected: number | null
  onRing: (ring: Ring) => void
}) {
  const { t, figures } = useText()
  const [open, setOpen] = createSignal(false)
  const [metres, setMetres] = createSignal("300")
  const known = () => {
    const value = Number(metres())
    return metres().trim() !== "" && value >= 1 && value <= MOST_METRES ? value : null
  }

  const shapeOf = async (id: number | null) => {
    if (id === null) return { type: "Point" as const, coordinates: props.handle.centre() }
    const { geometry } = await answer(
      api.parcels[":id"].$get({ param: { id: String(id) }, query: {} }),
    )
    return geometry
  }
  const { busy, failure, submit } = createSubmit(async (distance: number) => {
    const [shape, { bufferOf }] = await Promise.all([
      shapeOf(props.selected),
      import("../map/buffer.ts"),
    ])
    const ring = bufferOf(shape, distance)
    if (ring) props.onRing(ring)
    setOpen(false)
  })
  return (
    <Popover open={open()} onOpenChange={setOpen} placement="left-start" gutter={8}>
      <Popover.Trigger class="icon-button" aria-label={t("around.title")} title={t("around.title")}>
        <Icon name="around" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content class="around panel">
          <Popover.Title class="around-title">
            {props.selected === null ? t("around.view") : t("around.parcel")}
          </Popover.Title>
          <div class="around-choices">
            <For each={DISTANCES}>
              {(distance) => (
                <button
                  type="button"
                  class="button"
                  disabled={busy()}
                  onClick={() => void submit(distance)}
                >
                  {t("around.metres", { metres: figures().count(distance) })}
                </button>
              )}
            </For>
          </div>
          <form
            class="around-own"
            onSubmit={(event) => {
              event.preventDefault()
              const distance = known()
              if (distance !== null) void submit(distance)
            }}
          >
            <label class="field">
              <span>{t("around.own")}</span>
              <input
                class="input"
                type="number"
                min="1"
                max={MOST_METRES}
                value={metres()}
                onInput={(event) => setMetres(event.currentTarget.value)}
              />
            </label>
            <button type="submit" class="button" disabled={known() === null || busy()}>
              {t("around.do")}
            </button>
          </form>
          <Show when={failure()}>{(failed) => <Failure told={problemOf(failed().error)} />}</Show>
        </Popover.Content>
      </Popover.Portal>
    </Popover>
  )
}
