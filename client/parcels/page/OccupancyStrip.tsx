import { Tooltip } from "@kobalte/core/tooltip"
import { createMemo, createSignal, createUniqueId, For, onCleanup, onMount, Show } from "solid-js"
import { addDays, type Day, daysBetween } from "../../../geodata/days.ts"
import { Section } from "../../record/Section.tsx"
import type { Open, Parcel } from "../../record/shapes.ts"
import { useText } from "../../text/language.tsx"
import { DayShares } from "./DayShares.tsx"
import {
  type Band,
  layRows,
  listFree,
  placeIn,
  readUses,
  type Row,
  sharesOn,
  spanOf,
  ticksOf,
  type Use,
} from "./strip.ts"
import { UseTable } from "./UseTable.tsx"

/** px: a row, the band of all the land in it, and the least that a band is drawn with. */
const ROW = 46
const FULL = 34
const LEAST = 3
/** px of the drawing until it is measured. */
const WIDTH = 640

type Box = { x: number; y: number; width: number; height: number }

/** Who used how much of the parcel and when: bands over time, the shares of any day, and all of it as a table. */
export function OccupancyStrip(props: { parcel: Parcel; open: Open }) {
  const { t, figures, name } = useText()
  const pattern = createUniqueId()
  const today = () => props.parcel.asOf.validOn
  const uses = createMemo(() => readUses(props.parcel.occupants))
  const rows = createMemo(() => layRows(uses(), props.parcel.areas.legalAreaM2))
  const span = createMemo(() => spanOf(uses(), props.parcel.versions, today()))
  const free = createMemo(() => listFree(uses(), props.parcel.versions, span()))
  const seesShares = () => uses().every(({ landAreaM2 }) => landAreaM2 !== null)
  const height = () => (rows().length + (free().length > 0 ? 1 : 0)) * ROW

  const [width, setWidth] = createSignal(WIDTH)
  let track!: HTMLDivElement
  onMount(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? WIDTH))
    observer.observe(track)
    onCleanup(() => observer.disconnect())
  })

  const [chosen, setChosen] = createSignal<Day | null>(null)
  const [pointed, setPointed] = createSignal<Day | null>(null)
  const day = () => pointed() ?? chosen() ?? today()
  const shares = createMemo(() => sharesOn(uses(), props.parcel.versions, day()))
  const days = () => daysBetween(span().from, span().to)
  const point = (event: PointerEvent) => {
    const { left, width: all } = track.getBoundingClientRect()
    const share = Math.min(Math.max((event.clientX - left) / all, 0), 1)
    setPointed(addDays(span().from, Math.round(share * days())))
  }

  const boxOf = (
    use: { from: Day; to: Day | null },
    at: number,
    low: number,
    high: number,
  ): Box => {
    const x = placeIn(span(), use.from) * width()
    const right = placeIn(span(), use.to ?? today()) * width()
    const tall = Math.max((high - low) * FULL, LEAST)
    const foot = (at + 1) * ROW - (ROW - FULL) / 2
    return { x, y: foot - low * FULL - tall, width: Math.max(right - x, 2), height: tall }
  }
  /** Without shares a band is as tall as half of a row, which means nothing. */
  const heldBox = (band: Band, at: number) =>
    band.share === null
      ? boxOf(band.use, at, 0.3, 0.7)
      : boxOf(band.use, at, band.base, band.base + band.share)
  const letBox = (band: Band, row: Row, at: number) => {
    if (band.share === null) return null
    const top = Math.max(
      0,
      ...row.held
        .filter(
          ({ use }) => (use.to === null || band.use.from < use.to) && use.from <= band.use.from,
        )
        .map((held) => held.base + (held.share ?? 0)),
    )
    const high = top - band.base
    return high > 0 ? boxOf(band.use, at, Math.max(high - band.share, 0), high) : null
  }

  const period = (use: Use) => ({ from: use.from, to: use.to ?? t("use.now") })
  const told = (use: Use) =>
    [
      t("strip.one", { name: use.name, kind: name("use-kind", use.right), ...period(use) }),
      use.landAreaM2 === null
        ? null
        : t("strip.area", {
            mu: figures().muOf(use.landAreaM2),
            share: figures().percent(use.landAreaM2 / props.parcel.areas.legalAreaM2, 1),
          }),
      use.lessor ? t("strip.lessor", { name: use.lessor.name }) : null,
    ]
      .filter((part) => part !== null)
      .join(t("comma"))

  return (
    <Section id="use" title={t("strip.title")} note={t("use.count", { count: countNow() })}>
      <Show when={uses().length > 0} fallback={<p class="note">{t("use.none")}</p>}>
        <div class="strip" role="group" aria-label={t("strip.label")}>
          <div class="strip-names" aria-hidden="true">
            <For each={rows()}>
              {(row) => (
                <div class="strip-name" data-tenant={row.isTenant ? "" : undefined}>
                  <span class="strip-firm">{row.name}</span>
                </div>
              )}
            </For>
            <Show when={free().length > 0}>
              <div class="strip-name">
                <span class="quiet">{t("strip.free")}</span>
              </div>
            </Show>
          </div>
          <div
            class="strip-track"
            ref={(element) => (track = element)}
            onPointerMove={point}
            onPointerLeave={() => setPointed(null)}
          >
            <svg
              class="strip-drawing"
              viewBox={`0 0 ${width()} ${height()}`}
              preserveAspectRatio="none"
              aria-hidden="true"
            >
              <defs>
                <pattern
                  id={pattern}
                  width="5"
                  height="5"
                  patternUnits="userSpaceOnUse"
                  patternTransform="rotate(45)"
                >
                  <path class="strip-hatch" d="M0 0V5" />
                </pattern>
              </defs>
              <For each={ticksOf(span())}>
                {(tick) => (
                  <path
                    class="strip-grid"
                    d={`M${placeIn(span(), tick) * width()} 0V${height()}`}
                  />
                )}
              </For>
              <For each={rows()}>
                {(row, at) => (
                  <>
                    <path class="strip-line" d={`M0 ${(at() + 1) * ROW}H${width()}`} />
                    <For each={row.held}>
                      {(band) => (
                        <Stretch
                          box={heldBox(band, at())}
                          class={band.use.right === "owned" ? "strip-owned" : "strip-leased"}
                        />
                      )}
                    </For>
                    <For each={row.let}>
                      {(band) => (
                        <Show when={letBox(band, row, at())}>
                          {(box) => (
                            <>
                              <Stretch box={box()} class="strip-let" />
                              <Stretch box={box()} class="strip-let-hatch" fill={pattern} />
                            </>
                          )}
                        </Show>
                      )}
                    </For>
                  </>
                )}
              </For>
              <For each={free()}>
                {(one) => (
                  <Stretch box={boxOf(one, rows().length, 0, one.share)} class="strip-free" />
                )}
              </For>
              <path
                class="strip-today"
                d={`M${placeIn(span(), today()) * width()} 0V${height()}`}
              />
              <Show when={day() !== today()}>
                <path class="strip-day" d={`M${placeIn(span(), day()) * width()} 0V${height()}`} />
              </Show>
            </svg>
            <For each={rows()}>
              {(row, at) => (
                <For each={row.held}>
                  {(band) => (
                    <Target
                      box={heldBox(band, at())}
                      row={at()}
                      width={width()}
                      told={told(band.use)}
                      to={`/enterprises/${band.use.enterpriseId}`}
                      open={props.open}
                    />
                  )}
                </For>
              )}
            </For>
          </div>
          <div class="strip-years" aria-hidden="true">
            <For each={ticksOf(span())}>
              {(tick) => (
                <span style={{ left: `${placeIn(span(), tick) * 100}%` }}>{tick.slice(0, 4)}</span>
              )}
            </For>
          </div>
        </div>
        <ul class="strip-key" aria-hidden="true">
          <li>
            <i class="key-owned" /> {name("use-kind", "owned")}
          </li>
          <Show when={seesShares()}>
            <li>
              <i class="key-let" /> {t("strip.let")}
            </li>
          </Show>
          <li>
            <i class="key-leased" /> {name("use-kind", "leasedIn")}
          </li>
          <Show when={free().length > 0}>
            <li>
              <i class="key-free" /> {t("strip.free")}
            </li>
          </Show>
          <li>
            <i class="key-today" /> {t("strip.today")}
          </li>
        </ul>
        <Show when={seesShares()} fallback={<p class="note">{t("strip.nothing")}</p>}>
          <label class="strip-slider">
            <span>{t("strip.day")}</span>
            <input
              type="range"
              min="0"
              max={days()}
              value={daysBetween(span().from, chosen() ?? today())}
              aria-valuetext={day()}
              onInput={(event) =>
                setChosen(addDays(span().from, Number(event.currentTarget.value)))
              }
            />
          </label>
          <DayShares day={day()} shares={shares()} />
        </Show>
        <UseTable uses={uses()} legalAreaM2={props.parcel.areas.legalAreaM2} open={props.open} />
      </Show>
    </Section>
  )

  function countNow() {
    return new Set(
      props.parcel.occupants.flatMap(({ isCurrent, enterpriseId }) =>
        isCurrent && enterpriseId != null ? [enterpriseId] : [],
      ),
    ).size
  }
}

const Stretch = (props: { box: Box; class: string; fill?: string }) => (
  <rect
    class={props.class}
    x={props.box.x}
    y={props.box.y}
    width={props.box.width}
    height={props.box.height}
    fill={props.fill ? `url(#${props.fill})` : undefined}
  />
)

/** Where a band is pointed at, or come to by key: it says what it is, and leads to the firm. */
function Target(props: {
  box: Box
  row: number
  width: number
  told: string
  to: string
  open: Open
}) {
  const percent = (px: number) => `${(px / props.width) * 100}%`
  return (
    <Tooltip openDelay={120} closeDelay={0} gutter={4}>
      <Tooltip.Trigger
        as="a"
        class="strip-target"
        href={props.to}
        aria-label={props.told}
        style={{
          left: percent(props.box.x),
          width: percent(props.box.width),
          top: `${props.row * ROW}px`,
          height: `${ROW}px`,
        }}
        onClick={(event: MouseEvent) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return
          event.preventDefault()
          props.open(props.to)
        }}
      />
      <Tooltip.Portal>
        <Tooltip.Content class="hint">{props.told}</Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip>
  )
}
