import { createMemo, For, Show } from "solid-js"
import { findLandUse } from "../../../geodata/codes/land-use.ts"
import type { Day } from "../../../geodata/days.ts"
import { type AnswerOf, type api, problemOf } from "../../api.ts"
import { createGround } from "../../record/createGround.ts"
import { Link } from "../../record/Link.tsx"
import { boxAround, type Drawn, PlaceMap } from "../../record/PlaceMap.tsx"
import { Section } from "../../record/Section.tsx"
import type { Open, Parcel } from "../../record/shapes.ts"
import { useText } from "../../text/language.tsx"
import { Failure } from "../../ui/Failure.tsx"
import { Waiting } from "../../ui/Waiting.tsx"
import { createNeighbours } from "./createParcel.ts"

type Neighbour = AnswerOf<(typeof api.parcels)[":id"]["neighbours"]["$get"]>["items"][number]

/** Neighbours that the map must show whole: those that touch and those just across the road. */
const SHOWN_M = 40
/** Rows of the table before it is opened. */
const FIRST_ROWS = 6

/** Where the parcel lies and what lies around it. */
export function NeighboursSection(props: { parcel: Parcel; day: Day | null; open: Open }) {
  const { t, figures, pick, name } = useText()
  const neighbours = createNeighbours(
    () => props.parcel.id,
    () => props.day,
  )
  const ground = createGround()
  const items = (): readonly Neighbour[] => neighbours.data?.items ?? []
  const nameOf = (given: string | null | undefined) => given ?? t("parcel.unnamed")
  const subject = (): Drawn => ({
    id: props.parcel.id,
    name: nameOf(props.parcel.name),
    told: t("place.told", {
      name: nameOf(props.parcel.name),
      mu: figures().mu(props.parcel.areas.areaMu),
    }),
    geometry: props.parcel.geometry,
    bounds: props.parcel.bounds,
  })
  const around = createMemo((): Drawn[] =>
    items().map((one) => ({
      id: one.id,
      name: nameOf(one.name),
      told: t("place.told", { name: nameOf(one.name), mu: figures().mu(one.areaMu) }),
      geometry: one.geometry,
      bounds: one.bounds,
      to: `/parcels/${one.id}`,
    })),
  )
  const box = createMemo(() => {
    const near = items().filter(({ distanceM }) => distanceM <= SHOWN_M)
    return boxAround([subject(), ...near])
  })
  const classOf = (one: Neighbour): string => {
    if (one.lifecycle) return name("lifecycle", one.lifecycle)
    const use =
      one.landUse && one.landUseScheme ? findLandUse(one.landUseScheme, one.landUse) : null
    return use ? pick({ zh: use.nameZh, en: use.nameEn }) : t("land-use.other")
  }
  const row = (one: Neighbour) => (
    <tr>
      <th scope="row">
        <Link to={`/parcels/${one.id}`} open={props.open}>
          {nameOf(one.name)}
        </Link>
      </th>
      <td>{classOf(one)}</td>
      <td class="number">{figures().mu(one.areaMu)}</td>
      <td class="number">
        {one.distanceM === 0
          ? t("place.touches")
          : t("place.m", { length: figures().plain(one.distanceM, 1) })}
      </td>
    </tr>
  )
  const head = () => (
    <thead>
      <tr>
        <th scope="col">{t("place.name")}</th>
        <th scope="col">{t("place.class")}</th>
        <th scope="col" class="number">
          {t("unit.mu")}
        </th>
        <th scope="col" class="number">
          {t("place.distance")}
        </th>
      </tr>
    </thead>
  )
  return (
    <Section
      id="place"
      title={t("place.title")}
      note={neighbours.data && t("place.neighbours", { count: items().length })}
    >
      <div class="place-and-list">
        <PlaceMap
          label={t("place.map", { name: subject().name })}
          box={box()}
          subjects={[subject()]}
          around={around()}
          ground={ground()}
          open={props.open}
        />
        <div class="place-list">
          <Show
            when={!neighbours.isError}
            fallback={
              <Failure
                told={problemOf(neighbours.error)}
                onRetry={() => void neighbours.refetch()}
              />
            }
          >
            <Show when={neighbours.data} fallback={<Waiting>{t("wait.list")}</Waiting>}>
              <Show when={items().length > 0} fallback={<p class="note">{t("place.none")}</p>}>
                <table class="table">
                  {head()}
                  <tbody>
                    <For each={items().slice(0, FIRST_ROWS)}>{row}</For>
                  </tbody>
                </table>
                <Show when={items().length > FIRST_ROWS}>
                  <details class="more">
                    <summary>{t("imports.findings.all", { count: items().length })}</summary>
                    <table class="table">
                      {head()}
                      <tbody>
                        <For each={items().slice(FIRST_ROWS)}>{row}</For>
                      </tbody>
                    </table>
                  </details>
                </Show>
              </Show>
            </Show>
          </Show>
        </div>
      </div>
    </Section>
  )
}
