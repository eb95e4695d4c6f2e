import { createMemo, createSignal, createUniqueId, For, Index, Show } from "solid-js"
import { type Breaks, countUpTo, sortKnown } from "../../map/classes/breaks.ts"
import {
  type Axis,
  countBars,
  endOf,
  makeAxis,
  planScale,
  roundStep,
  type Scale,
} from "../../map/classes/histogram.ts"
import type { Sample } from "../../map/createSeries.ts"
import { useText } from "../../text/language.tsx"
import { Handle } from "./Handle.tsx"

const MOST_BARS = 32
/** A pointer that moved less chose a bar, and no range. */
const CLICK_PX = 4

/** Figures from `low` on and below `high`; null where it does not end. */
export type Brushed = { low: number | null; high: number | null }

type Bar = Brushed & { all: number; shown: number; colour: string; isTail: boolean }

/**
 * How many parcels have which figure, with the limits of the classes drawn over it. Limits are dragged or
 * moved by arrows; a bar or a range of them narrows everything.
 */
export function Histogram(props: {
  sample: Sample
  /** Parcels that the filter selects; null for all. */
  matching: ReadonlySet<number> | null
  breaks: Breaks
  /** A limit that nobody may move. */
  fixed: number | null
  colours: readonly string[]
  write: (value: number) => string
  unit: string
  brushed: Brushed | null
  /** Absent where figures of this kind cannot be asked for. */
  onBrush?: ((range: Brushed | null) => void) | undefined
  onDraft: (breaks: Breaks) => void
  onBreaks: (breaks: Breaks) => void
}) {
  const { t, figures } = useText()
  const id = createUniqueId()
  const sorted = createMemo(() => sortKnown(props.sample.values))
  const scale = createMemo(() => planScale(sorted(), MOST_BARS))
  const all = createMemo(() => scale() && countBars(sorted(), scale()!))
  const shown = createMemo(() => {
    const [wanted, { ids, values }] = [props.matching, props.sample]
    if (!wanted || !scale()) return all()
    return countBars(
      values.filter((_, at) => wanted.has(ids[at]!)),
      scale()!,
    )
  })
  const axis = createMemo((): Axis | null => {
    const [of, bars] = [scale(), all()]
    return of && bars && makeAxis(of, [sorted()[0]!, sorted().at(-1)!], bars)
  })

  const bars = createMemo((): Bar[] => {
    const [of, counted, selected] = [scale(), all(), shown()]
    if (!of || !counted || !selected) return []
    const colourAt = (value: number) => props.colours[countUpTo(value, props.breaks)] ?? ""
    const end = endOf(of, of.bars)
    const inside = counted.counts.map((count, bar): Bar => {
      const [low, high] = [endOf(of, bar), endOf(of, bar + 1)]
      const colour = colourAt((low + high) / 2)
      return { low, high, all: count, shown: selected.counts[bar]!, colour, isTail: false }
    })
    const tail = (part: Omit<Bar, "isTail">): Bar[] =>
      part.all > 0 ? [{ ...part, isTail: true }] : []
    return [
      ...tail({
        low: null,
        high: of.low,
        all: counted.below,
        shown: selected.below,
        colour: colourAt(sorted()[0]!),
      }),
      ...inside,
      ...tail({
        low: end,
        high: null,
        all: counted.above,
        shown: selected.above,
        colour: colourAt(sorted().at(-1)!),
      }),
    ]
  })
  const highest = createMemo(() => Math.max(1, ...bars().map((bar) => bar.all)))
  const share = (count: number) => (count === 0 ? 0 : Math.max(2, (100 * count) / highest()))

  let field!: HTMLDivElement
  const shareOf = (event: PointerEvent) => {
    const box = field.getBoundingClientRect()
    return (event.clientX - box.left) / box.width
  }
  const barAt = (place: number) =>
    Math.min(bars().length - 1, Math.max(0, Math.floor(place * bars().length)))

  const [from, setFrom] = createSignal<number | null>(null)
  const [to, setTo] = createSignal(0)
  const isSame = (a: Brushed, b: Brushed | null) => a.low === b?.low && a.high === b.high
  const brush = (range: Brushed) => props.onBrush?.(isSame(range, props.brushed) ? null : range)
  const finish = () => {
    const begun = from()
    setFrom(null)
    if (begun === null || !axis()) return
    const [first, last] = [Math.min(begun, to()), Math.max(begun, to())]
    if ((last - first) * field.clientWidth < CLICK_PX) return brush(rangeOf(bars()[barAt(last)]!))
    const step = roundStep(scale()!.step / 4)
    const round = (value: number) => Number((Math.round(value / step) * step).toPrecision(12))
    brush({
      low: first <= 0 ? null : round(axis()!.from(first)),
      high: last >= 1 ? null : round(axis()!.from(last)),
    })
  }
  const rangeOf = ({ low, high }: Bar): Brushed => ({ low, high })

  /** The bar that the keys are at, and the one that a range of theirs began with. */
  const [active, setActive] = createSignal(0)
  const [anchor, setAnchor] = createSignal(0)
  const hear = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    if (step !== undefined) {
      setActive(Math.min(bars().length - 1, Math.max(0, active() + step)))
      if (!event.shiftKey) setAnchor(active())
    } else if (event.key === "Enter" || event.key === " ") {
      const [first, last] = [Math.min(active(), anchor()), Math.max(active(), anchor())]
      brush({ low: bars()[first]!.low, high: bars()[last]!.high })
    } else return
    event.preventDefault()
  }
  const sayRange = ({ low, high }: Brushed) =>
    low === null
      ? t("histogram.below", { limit: props.write(high!) })
      : high === null
        ? t("histogram.above", { limit: props.write(low) })
        : `${props.write(low)} – ${props.write(high)}`
  const sayBar = (bar: Bar) =>
    t("histogram.bar", {
      range: `${sayRange(bar)} ${props.unit}`,
      count: figures().count(bar.shown),
    })
  const isBrushed = (bar: Bar) => {
    const range = props.brushed
    if (!range) return false
    const middle =
      bar.low === null ? bar.high! - 1e-9 : bar.high === null ? bar.low : (bar.low + bar.high) / 2
    return (
      (range.low === null || middle >= range.low) && (range.high === null || middle < range.high)
    )
  }
  const move = (place: number, value: number) => props.breaks.with(place, value)
  const tails = () => bars().filter(({ isTail }) => isTail)

  return (
    <div class="histogram">
      <div
        class="histogram-bars"
        ref={(element) => (field = element)}
        role="listbox"
        aria-multiselectable="true"
        aria-label={t("histogram.label")}
        aria-activedescendant={`${id}-${active()}`}
        aria-disabled={props.onBrush === undefined}
        tabIndex={0}
        onKeyDown={hear}
        onPointerDown={(event) => {
          if (event.button !== 0 || !props.onBrush) return
          field.setPointerCapture(event.pointerId)
          setFrom(shareOf(event))
          setTo(shareOf(event))
        }}
        onPointerMove={(event) => from() !== null && setTo(shareOf(event))}
        onPointerUp={finish}
        onPointerCancel={() => setFrom(null)}
      >
        <Index each={bars()}>
          {(bar, place) => (
            <div
              class="histogram-bar"
              role="option"
              id={`${id}-${place}`}
              aria-selected={isBrushed(bar())}
              aria-label={sayBar(bar())}
              title={sayBar(bar())}
              data-active={place === active() ? "" : undefined}
              data-tail={bar().isTail ? "" : undefined}
            >
              <i style={{ height: `${share(bar().all)}%`, background: bar().colour }} />
              <b style={{ height: `${share(bar().shown)}%`, background: bar().colour }} />
            </div>
          )}
        </Index>
        <Show when={from() !== null}>
          <span
            class="brush"
            style={{
              left: `${100 * Math.min(from()!, to())}%`,
              width: `${100 * Math.abs(to() - from()!)}%`,
            }}
          />
        </Show>
      </div>
      <Show when={axis()}>
        {(axis) => (
          <div class="handles">
            <Index each={props.breaks}>
              {(limit, place) => (
                <Handle
                  axis={axis()}
                  value={limit()}
                  least={props.breaks[place - 1] ?? sorted()[0]!}
                  most={props.breaks[place + 1] ?? sorted().at(-1)!}
                  step={roundStep(scale()!.step / 8)}
                  label={t("histogram.limit", { below: place + 1, above: place + 2 })}
                  text={`${props.write(limit())} ${props.unit}`}
                  isFixed={limit() === props.fixed}
                  onDraft={(value) => props.onDraft(move(place, value))}
                  onValue={(value) => props.onBreaks(move(place, value))}
                />
              )}
            </Index>
          </div>
        )}
      </Show>
      <Show when={scale()}>
        {(scale) => <Ends scale={scale()} axis={axis()!} write={props.write} />}
      </Show>
      <For each={tails()}>
        {(bar) => (
          <p class="histogram-tail">
            {t("histogram.tail", { range: sayRange(bar), count: figures().count(bar.all) })}
          </p>
        )}
      </For>
    </div>
  )
}

/** What the axis begins and ends with. */
const Ends = (props: { scale: Scale; axis: Axis; write: (value: number) => string }) => (
  <div class="histogram-ends" aria-hidden="true">
    <For each={[props.scale.low, endOf(props.scale, props.scale.bars)]}>
      {(end) => <span style={{ left: `${100 * props.axis.at(end)}%` }}>{props.write(end)}</span>}
    </For>
  </div>
)
