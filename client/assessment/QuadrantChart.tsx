import { createEffect, createMemo, createSignal, For, on, onCleanup, onMount, Show } from "solid-js"
import { useText } from "../text/language.tsx"
import { useIndicators } from "./indicatorText.ts"
import {
  type Axes,
  type Extent,
  findExtent,
  isBeyond,
  listTicks,
  type Point,
  radiusOf,
  type Side,
  type Splits,
} from "./quadrants.ts"
import { standingOf } from "./standing.ts"

/** px around the field of the drawing. */
const EDGE = { left: 62, right: 18, top: 16, bottom: 46 }
const LEAST_WIDTH = 320
const HEIGHT_PER_WIDTH = 0.62
const MOST_HEIGHT = 560
/** From this radius on a bubble has room for its letter. */
const LETTER_RADIUS = 7
/** px around the pointer in which a small bubble is still hit. */
const REACH = 4
const FULL_TURN = 2 * Math.PI

type Colours = {
  ink: string
  faint: string
  line: string
  strong: string
  surface: string
  none: string
  of: Readonly<Record<string, readonly [fill: string, ink: string]>>
}
const OF_GRADE: Colours["of"] = {
  A: ["#1b7837", "#ffffff"],
  B: ["#7fbf7b", "#111111"],
  C: ["#fdae61", "#111111"],
  D: ["#c8161a", "#ffffff"],
}
/** Black on white, for paper. */
const PAPER: Colours = {
  ink: "#000000",
  faint: "#444444",
  line: "#dddddd",
  strong: "#666666",
  surface: "#ffffff",
  none: "#999999",
  of: OF_GRADE,
}

function readColours(element: Element): Colours {
  const style = getComputedStyle(element)
  const read = (name: string) => style.getPropertyValue(name).trim()
  return {
    ink: read("--ink"),
    faint: read("--ink-faint"),
    line: read("--line"),
    strong: read("--line-strong"),
    surface: read("--surface"),
    none: read("--ink-faint"),
    of: OF_GRADE,
  }
}

/** A bubble as it is drawn: px of its middle, and whether it stands at an edge that it lies beyond. */
type Bubble = { point: Point; x: number; y: number; radius: number; beyond: boolean; grade: string }

/**
 * Firms as bubbles over two indicators, as large as their land. The drawing is for the eye: the table below says the
 * same to everybody.
 */
export function QuadrantChart(props: {
  points: readonly Point[]
  axes: Axes
  splits: Splits
  /** What is written in the corners: upper left, upper right, lower left, lower right. */
  corners: readonly string[]
  label: string
  look: string
  onOpen: (point: Point) => void
}) {
  const { t, figures } = useText()
  const indicators = useIndicators()
  let frame!: HTMLDivElement
  let canvas!: HTMLCanvasElement
  const [width, setWidth] = createSignal(0)
  const height = () => Math.min(MOST_HEIGHT, Math.round(width() * HEIGHT_PER_WIDTH))
  const [hovered, setHovered] = createSignal<Bubble | null>(null)

  const extentOf = (side: Side) =>
    findExtent(
      props.points.map((point) => point[side]),
      props.splits[side],
    )
  const extents = createMemo((): Record<Side, Extent> => ({ x: extentOf("x"), y: extentOf("y") }))
  const toX = (value: number) => {
    const { low, high } = extents().x
    return EDGE.left + ((value - low) / (high - low)) * (width() - EDGE.left - EDGE.right)
  }
  const toY = (value: number) => {
    const { low, high } = extents().y
    return (
      height() - EDGE.bottom - ((value - low) / (high - low)) * (height() - EDGE.top - EDGE.bottom)
    )
  }
  /** Large ones first, so that small ones lie over them. */
  const bubbles = createMemo((): Bubble[] => {
    const { x, y } = extents()
    const radius = radiusOf(
      props.points.reduce((most, { landMu }) => Math.max(most, landMu), 0),
      props.points.length,
    )
    const clamp = (value: number, { low, high }: Extent) => Math.min(Math.max(value, low), high)
    return props.points
      .map((point) => ({
        point,
        x: toX(clamp(point.x, x)),
        y: toY(clamp(point.y, y)),
        radius: radius(point.landMu),
        beyond: isBeyond(point.x, x) || isBeyond(point.y, y),
        grade: standingOf(point.result),
      }))
      .sort((a, b) => b.radius - a.radius)
  })

  const draw = (colours: Colours) => {
    const ratio = Math.max(devicePixelRatio, 2)
    const family = getComputedStyle(canvas).fontFamily
    canvas.width = width() * ratio
    canvas.height = height() * ratio
    const pen = canvas.getContext("2d")
    if (!pen) return
    pen.scale(ratio, ratio)
    pen.clearRect(0, 0, width(), height())
    drawField(pen, colours, family)
    for (const bubble of bubbles()) drawBubble(pen, bubble, colours, family)
    drawCorners(pen, colours, family)
  }

  function drawField(pen: CanvasRenderingContext2D, colours: Colours, family: string) {
    const [left, right] = [EDGE.left, width() - EDGE.right]
    const [top, bottom] = [EDGE.top, height() - EDGE.bottom]
    const line = (x1: number, y1: number, x2: number, y2: number) => {
      pen.beginPath()
      pen.moveTo(x1, y1)
      pen.lineTo(x2, y2)
      pen.stroke()
    }
    pen.font = `12px ${family}`
    pen.fillStyle = colours.faint
    pen.lineWidth = 1
    pen.strokeStyle = colours.line
    pen.textBaseline = "top"
    pen.textAlign = "center"
    for (const tick of listTicks(extents().x, 8)) {
      line(toX(tick), top, toX(tick), bottom)
      pen.fillText(indicators.tickOf(props.axes.x, tick), toX(tick), bottom + 6)
    }
    pen.textBaseline = "middle"
    pen.textAlign = "right"
    for (const tick of listTicks(extents().y, 7)) {
      line(left, toY(tick), right, toY(tick))
      pen.fillText(indicators.tickOf(props.axes.y, tick), left - 7, toY(tick))
    }
    pen.strokeStyle = colours.strong
    pen.strokeRect(left, top, right - left, bottom - top)
    pen.strokeStyle = colours.ink
    pen.setLineDash([6, 4])
    pen.lineWidth = 1.5
    line(toX(props.splits.x), top, toX(props.splits.x), bottom)
    line(left, toY(props.splits.y), right, toY(props.splits.y))
    pen.setLineDash([])
    pen.fillStyle = colours.ink
    pen.textAlign = "center"
    pen.textBaseline = "bottom"
    const nameOf = (side: Side) =>
      `${indicators.nameOf(props.axes[side])}（${indicators.unitOf(props.axes[side])}）`
    pen.fillText(nameOf("x"), (left + right) / 2, height() - 4)
    pen.save()
    pen.translate(13, (top + bottom) / 2)
    pen.rotate(-Math.PI / 2)
    pen.textBaseline = "middle"
    pen.fillText(nameOf("y"), 0, 0)
    pen.restore()
  }

  /** Over the bubbles, each letter with a rim that keeps it apart from them. */
  function drawCorners(pen: CanvasRenderingContext2D, colours: Colours, family: string) {
    const [left, right] = [EDGE.left + 8, width() - EDGE.right - 8]
    const [top, bottom] = [EDGE.top + 8, height() - EDGE.bottom - 8]
    pen.font = `12px ${family}`
    pen.lineWidth = 4
    pen.lineJoin = "round"
    pen.strokeStyle = colours.surface
    pen.fillStyle = colours.faint
    for (const [at, corner] of props.corners.entries()) {
      const [x, y] = [at % 2 === 1 ? right : left, at < 2 ? top : bottom]
      pen.textAlign = at % 2 === 1 ? "right" : "left"
      pen.textBaseline = at < 2 ? "top" : "bottom"
      pen.strokeText(corner, x, y)
      pen.fillText(corner, x, y)
    }
  }

  function drawBubble(
    pen: CanvasRenderingContext2D,
    bubble: Bubble,
    colours: Colours,
    family: string,
  ) {
    const { x, y, radius, grade, beyond } = bubble
    const known = colours.of[grade]
    pen.beginPath()
    pen.arc(x, y, radius, 0, FULL_TURN)
    pen.lineWidth = beyond ? 2 : 1
    pen.strokeStyle = beyond ? colours.ink : known ? colours.surface : colours.none
    if (known) {
      pen.globalAlpha = 0.82
      pen.fillStyle = known[0]
      pen.fill()
      pen.globalAlpha = 1
    }
    pen.stroke()
    if (radius < LETTER_RADIUS || !known) return
    pen.fillStyle = known[1]
    pen.font = `600 ${Math.min(14, radius * 1.15)}px ${family}`
    pen.textAlign = "center"
    pen.textBaseline = "middle"
    pen.fillText(grade, x, y + 0.5)
  }

  const redraw = () => width() > 0 && draw(readColours(canvas))
  onMount(() => {
    const watch = new ResizeObserver(([entry]) =>
      setWidth(Math.max(LEAST_WIDTH, Math.floor(entry!.contentRect.width))),
    )
    watch.observe(frame)
    const onPrint = () => draw(PAPER)
    addEventListener("beforeprint", onPrint)
    addEventListener("afterprint", redraw)
    onCleanup(() => {
      watch.disconnect()
      removeEventListener("beforeprint", onPrint)
      removeEventListener("afterprint", redraw)
    })
  })
  createEffect(on([bubbles, width, () => props.look, () => props.corners], redraw))

  /** The bubble at a place of the drawing, the uppermost first. */
  const findAt = (event: MouseEvent): Bubble | null => {
    const box = canvas.getBoundingClientRect()
    const [x, y] = [event.clientX - box.left, event.clientY - box.top]
    return (
      bubbles().findLast(
        (bubble) => Math.hypot(bubble.x - x, bubble.y - y) <= Math.max(bubble.radius, REACH),
      ) ?? null
    )
  }
  const value = (side: Side, point: Point) =>
    `${indicators.nameOf(props.axes[side])} ${indicators.valueOf(props.axes[side], point[side])} ${indicators.unitOf(props.axes[side])}`
  return (
    <div class="quad-chart" ref={(element) => (frame = element)}>
      <canvas
        ref={(element) => (canvas = element)}
        role="img"
        aria-label={props.label}
        style={{
          width: `${width()}px`,
          height: `${height()}px`,
          cursor: hovered() ? "pointer" : "default",
        }}
        onMouseMove={(event) => setHovered(findAt(event))}
        onMouseLeave={() => setHovered(null)}
        onClick={(event) => {
          const found = findAt(event)
          if (found) props.onOpen(found.point)
        }}
      />
      <Show when={hovered()}>
        {(bubble) => (
          <>
            <i
              class="quad-ring"
              style={{
                left: `${bubble().x}px`,
                top: `${bubble().y}px`,
                width: `${bubble().radius * 2 + 6}px`,
                height: `${bubble().radius * 2 + 6}px`,
              }}
            />
            <div
              class="quad-tip"
              data-left={bubble().x > width() / 2 ? "" : undefined}
              data-up={bubble().y > height() / 2 ? "" : undefined}
              style={{ left: `${bubble().x}px`, top: `${bubble().y}px` }}
            >
              <strong>{bubble().point.result.name}</strong>
              <For each={["x", "y"] as const}>
                {(side) => <span>{value(side, bubble().point)}</span>}
              </For>
              <span>{t("unit.mu.of", { value: figures().mu(bubble().point.result.landMu) })}</span>
              <Show when={bubble().beyond}>
                <span>{t("quad.beyond.one")}</span>
              </Show>
            </div>
          </>
        )}
      </Show>
    </div>
  )
}
