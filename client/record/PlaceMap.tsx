import { createMemo, For, Show } from "solid-js"
import { useText } from "../text/language.tsx"
import type { Ground } from "./createGround.ts"
import { fitLines } from "./labels.ts"
import {
  type Box,
  boxOf,
  boxOfGeometry,
  fitPlane,
  meets,
  pathOf,
  type Plane,
  scaleBar,
} from "./plane.ts"
import type { Open } from "./shapes.ts"

type Outline = { type: string; coordinates: unknown }

/** A parcel of the drawing; one with an address is a link. */
export type Drawn = {
  id: number
  name: string
  /** Said of it by ear and when pointed at. */
  told: string
  geometry: Outline
  bounds: Box
  to?: string | undefined
}

const WIDTH = 560
const HEIGHT = 400
/** px of the drawing: letters of the subject, of the others and of the roads. */
const LETTERS = { subject: 14, other: 11, road: 10 }
const BAR_MOST = 120
/** Width of a road in m and its least in px, by rank: expressway to lane. */
const ROADS: Record<number, [metres: number, least: number]> = {
  1: [36, 5],
  2: [28, 4],
  3: [20, 3],
  4: [12, 2],
}

/**
 * A small map of one thing and what lies around it, as lines: crisp on paper and at any size. North is up.
 *
 * @param props.box what must be seen, in degrees of EPSG:4490
 */
export function PlaceMap(props: {
  label: string
  box: Box
  subjects: readonly Drawn[]
  around: readonly Drawn[]
  ground: readonly Ground[]
  open: Open
}) {
  const { t } = useText()
  const plane = createMemo(() => fitPlane(props.box, { width: WIDTH, height: HEIGHT }))
  const bar = createMemo(() => scaleBar(plane().metresPerUnit, BAR_MOST))
  const length = () =>
    bar().metres >= 1000
      ? t("place.km", { length: bar().metres / 1000 })
      : t("place.m", { length: bar().metres })
  const ground = createMemo(() =>
    props.ground.filter(
      ({ geometry, properties }) =>
        properties.layer === "ground" && meets(boxOfGeometry(geometry), plane().box),
    ),
  )
  const roadWidth = (rank: number | null) => {
    const [metres, least] = ROADS[rank ?? 4] ?? ROADS[4]!
    return Math.max(metres / plane().metresPerUnit, least)
  }
  return (
    <figure class="place">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="group" aria-label={props.label}>
        <rect class="place-paper" width={WIDTH} height={HEIGHT} />
        <g aria-hidden="true">
          <For each={ground().filter(({ properties }) => properties.kind !== "road")}>
            {({ geometry, properties }) => (
              <path
                class={`place-ground place-${properties.kind}`}
                fill-rule="evenodd"
                d={pathOf(geometry, plane())}
              />
            )}
          </For>
          <For each={ground().filter(({ properties }) => properties.kind === "road")}>
            {({ geometry, properties }) => (
              <path
                class="place-road"
                stroke-width={roadWidth(properties.rank)}
                d={pathOf(geometry, plane())}
              />
            )}
          </For>
        </g>
        <For each={props.around}>
          {(one) => <Field one={one} plane={plane()} open={props.open} size={LETTERS.other} />}
        </For>
        <For each={props.subjects}>
          {(one) => (
            <Field one={one} plane={plane()} open={props.open} size={LETTERS.subject} subject />
          )}
        </For>
        <g aria-hidden="true">
          <For each={roadNames(ground(), plane())}>
            {(road) => (
              <text
                class="place-road-name"
                style={{ "font-size": `${LETTERS.road}px` }}
                transform={`translate(${road.x} ${road.y}) rotate(${road.turn})`}
                text-anchor="middle"
                dy="0.35em"
              >
                {road.name}
              </text>
            )}
          </For>
          <g class="place-north" transform={`translate(${WIDTH - 26} 30)`}>
            <circle r="17" />
            <path d="M0 -13L6 8L0 3.5L-6 8Z" />
            <text y="-1" text-anchor="middle">
              {t("place.north")}
            </text>
          </g>
          <g class="place-bar" transform={`translate(14 ${HEIGHT - 14})`}>
            <rect x="-6" y="-22" width={bar().units + 12} height="30" rx="3" />
            <path d={`M0 -4V0H${bar().units.toFixed(1)}V-4`} />
            <text x={bar().units / 2} y="-8" text-anchor="middle">
              {length()}
            </text>
          </g>
        </g>
      </svg>
    </figure>
  )
}

/** One parcel with its name where there is room for it. */
function Field(props: { one: Drawn; plane: Plane; open: Open; size: number; subject?: boolean }) {
  const [corners, place] = [
    createMemo(() => {
      const [west, south, east, north] = props.one.bounds
      const [left, top] = props.plane.toDrawing([west, north])
      const [right, bottom] = props.plane.toDrawing([east, south])
      return { left, top, right, bottom }
    }),
    () => ({
      x: (Math.max(corners().left, 4) + Math.min(corners().right, WIDTH - 4)) / 2,
      y: (Math.max(corners().top, 4) + Math.min(corners().bottom, HEIGHT - 4)) / 2,
    }),
  ]
  const lines = createMemo(() => {
    const { left, top, right, bottom } = corners()
    const width = Math.min(right, WIDTH) - Math.max(left, 0)
    const height = Math.min(bottom, HEIGHT) - Math.max(top, 0)
    return fitLines(props.one.name, { width: width * 0.9, height: height * 0.8, size: props.size })
  })
  const drawing = () => (
    <g>
      <title>{props.one.told}</title>
      <path
        class={props.subject ? "place-subject" : "place-other"}
        fill-rule="evenodd"
        d={pathOf(props.one.geometry, props.plane)}
      />
      <Show when={lines()}>
        {(fitted) => (
          <text
            class={props.subject ? "place-name place-name-subject" : "place-name"}
            style={{ "font-size": `${props.size}px` }}
            text-anchor="middle"
            aria-hidden="true"
          >
            <For each={fitted()}>
              {(line, at) => (
                <tspan
                  x={place().x}
                  y={place().y + (at() - (fitted().length - 1) / 2) * props.size * 1.2}
                  dy="0.35em"
                >
                  {line}
                </tspan>
              )}
            </For>
          </text>
        )}
      </Show>
    </g>
  )
  return (
    <Show
      when={props.one.to}
      fallback={
        <g role="img" aria-label={props.one.told}>
          {drawing()}
        </g>
      }
    >
      {(to) => (
        // Inside of a group: by itself an `a` would be made as one of HTML, which draws nothing here.
        <g>
          <a
            class="place-link"
            href={to()}
            aria-label={props.one.told}
            onClick={(event) => {
              if (event.metaKey || event.ctrlKey || event.shiftKey) return
              event.preventDefault()
              props.open(to())
            }}
          >
            {drawing()}
          </a>
        </g>
      )}
    </Show>
  )
}

/** Below so many px of a straight stretch a road's name is left out. */
const LEAST_STRETCH = 70

/** The name of each road on the longest straight stretch of it that is seen, so turned that it is read upright. */
function roadNames(ground: readonly Ground[], plane: Plane) {
  const longest = new Map<
    string,
    { length: number; x: number; y: number; turn: number; name: string }
  >()
  for (const { geometry, properties } of ground) {
    if (properties.kind !== "road" || !properties.name) continue
    const lines = (
      geometry.type === "LineString" ? [geometry.coordinates] : geometry.coordinates
    ) as number[][][]
    if (!geometry.type.endsWith("LineString")) continue
    for (const line of lines)
      for (let at = 1; at < line.length; at += 1) {
        const stretch = inside(plane.toDrawing(line[at - 1]!), plane.toDrawing(line[at]!))
        if (!stretch) continue
        const [[x1, y1], [x2, y2]] = stretch
        const length = Math.hypot(x2 - x1, y2 - y1)
        if (length < LEAST_STRETCH || length <= (longest.get(properties.name)?.length ?? 0))
          continue
        const angle = (Math.atan2(y2 - y1, x2 - x1) * 180) / Math.PI
        const turn = angle > 90 ? angle - 180 : angle <= -90 ? angle + 180 : angle
        longest.set(properties.name, {
          length,
          x: (x1 + x2) / 2,
          y: (y1 + y2) / 2,
          turn,
          name: properties.name,
        })
      }
  }
  return [...longest.values()]
}

type Point = [number, number]
/** px from the edge that names keep. */
const EDGE = 10

/** The part of a stretch that lies inside of the drawing (Liang and Barsky); undefined for none. */
function inside([x1, y1]: Point, [x2, y2]: Point): [Point, Point] | undefined {
  const [dx, dy] = [x2 - x1, y2 - y1]
  let [from, to] = [0, 1]
  for (const [step, gap] of [
    [-dx, x1 - EDGE],
    [dx, WIDTH - EDGE - x1],
    [-dy, y1 - EDGE],
    [dy, HEIGHT - EDGE - y1],
  ] as const) {
    if (step === 0) {
      if (gap < 0) return undefined
      continue
    }
    const at = gap / step
    if (step < 0) from = Math.max(from, at)
    else to = Math.min(to, at)
    if (from >= to) return undefined
  }
  return [
    [x1 + from * dx, y1 + from * dy],
    [x1 + to * dx, y1 + to * dy],
  ]
}

/** What must be seen: a parcel and what touches it. */
export const boxAround = (drawn: readonly { bounds: Box }[]): Box =>
  boxOf(drawn.map(({ bounds }) => bounds))
