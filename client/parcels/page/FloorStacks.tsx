import { createUniqueId, For, Show } from "solid-js"
import { Exact } from "../../../geodata/units.ts"
import { Section } from "../../record/Section.tsx"
import type { Parcel } from "../../record/shapes.ts"
import { useText } from "../../text/language.tsx"

type Building = Parcel["buildings"][number]

/** px: a floor's height and width at most, and the drawing's height. */
const FLOOR = 9
const WIDTH = 120
const HEIGHT = 96
/** Buildings of more floors are drawn with thinner ones. */
const GAP = 2

/** Each building as a pile of its floors, with the share of it that stands empty. */
export function FloorStacks(props: { buildings: readonly Building[] }) {
  const { t, figures } = useText()
  const sum = (read: (building: Building) => number | null | undefined) =>
    props.buildings.reduce((all, building) => all.plus(read(building) ?? 0), new Exact(0))
  const total = () => sum(({ floorM2 }) => floorM2)
  const vacant = () => sum(({ vacantFloorM2 }) => vacantFloorM2)
  /** The widest building fills its drawing. */
  const widest = () => Math.max(...props.buildings.map(floorOf), 1)
  return (
    <Show when={props.buildings.length > 0}>
      <Section
        id="buildings"
        title={t("floor.title")}
        note={t("building.count", { count: props.buildings.length })}
      >
        <p>
          {t("floor.total", {
            floor: figures().m2(total().toString()),
            vacant: figures().m2(vacant().toString()),
            share: figures().percent(total().isZero() ? 0 : vacant().div(total()).toString(), 1),
          })}
        </p>
        <ul class="stacks">
          <For each={props.buildings}>
            {(building) => <Stack building={building} widest={widest()} />}
          </For>
        </ul>
        <p class="note">{t("floor.how")}</p>
      </Section>
    </Show>
  )
}

/** m² of one storey, as if all were alike. */
const floorOf = ({ floorM2, storeys }: Building) => (floorM2 ?? 0) / Math.max(storeys ?? 1, 1)

function Stack(props: { building: Building; widest: number }) {
  const { t, figures } = useText()
  const pattern = createUniqueId()
  const storeys = () => Math.max(props.building.storeys ?? 1, 1)
  const height = () => Math.min(FLOOR, (HEIGHT - 4) / storeys() - GAP)
  const width = () => Math.max((floorOf(props.building) / props.widest) * WIDTH, 16)
  const share = () => {
    const { floorM2, vacantFloorM2 } = props.building
    return vacantFloorM2 == null || !floorM2 ? null : Math.min(vacantFloorM2 / floorM2, 1)
  }
  const told = () => {
    const known = share()
    if (known === null) return t("floor.unknown")
    return known === 0
      ? t("floor.none-vacant")
      : t("floor.vacant-share", { share: figures().percent(known, 1) })
  }
  return (
    <li class="stack">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
        <defs>
          <pattern
            id={pattern}
            width="5"
            height="5"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <path class="stack-hatch" d="M0 0V5" />
          </pattern>
        </defs>
        <For each={Array.from({ length: storeys() }, (_, floor) => floor)}>
          {(floor) => {
            const y = () => HEIGHT - 2 - (floor + 1) * (height() + GAP) + GAP
            const used = () => width() * (1 - (share() ?? 0))
            return (
              <>
                <rect class="stack-used" x="0" y={y()} width={used()} height={height()} />
                <Show when={(share() ?? 0) > 0}>
                  <rect
                    class="stack-vacant"
                    x={used()}
                    y={y()}
                    width={width() - used()}
                    height={height()}
                    fill={`url(#${pattern})`}
                  />
                </Show>
              </>
            )
          }}
        </For>
        <path class="stack-ground" d={`M0 ${HEIGHT - 1}H${WIDTH}`} />
      </svg>
      <div class="stack-text">
        <strong>{props.building.name}</strong>
        <span class="quiet">
          <Show when={props.building.storeys}>
            {(count) => <>{t("floor.storeys", { count: count() })} · </>}
          </Show>
          {figures().m2(props.building.floorM2)} m²
        </span>
        <span classList={{ quiet: !share(), vacant: (share() ?? 0) > 0 }}>
          {told()}
          <Show when={(share() ?? 0) > 0}> {figures().m2(props.building.vacantFloorM2)} m²</Show>
        </span>
        <Show when={props.building.vacantFrom}>
          {(day) => <span class="quiet">{t("building.since", { day: day() })}</span>}
        </Show>
      </div>
    </li>
  )
}
