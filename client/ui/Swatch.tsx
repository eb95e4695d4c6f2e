import { createMemo } from "solid-js"

export type SwatchPattern = "rising" | "falling" | "cross" | "dots"

/** Strokes over a 22 x 16 field. */
const STROKES: Record<SwatchPattern, string> = {
  rising: "M-2 8L8 -2M-2 16L14 0M4 18L22 0M12 18L26 4",
  falling: "M-2 8L8 18M-2 0L16 18M4 -2L24 18M12 -2L26 12",
  cross: "M-2 8L8 -2M-2 16L14 0M4 18L22 0M12 18L26 4M-2 8L8 18M-2 0L16 18M4 -2L24 18M12 -2L26 12",
  dots: "M4 4h.1M11 4h.1M18 4h.1M4 12h.1M11 12h.1M18 12h.1",
}

/** How light a colour is to the eye, 0-1 (WCAG relative luminance). */
function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!
}

/** Where black and white stand out equally well. */
const MIDDLE = 0.179

/** The sign of a class: its colour, its pattern, and its letter in black or white, whichever is read. */
export function Swatch(props: { colour: string; pattern: SwatchPattern | null; code: string }) {
  const ink = createMemo(() => (luminance(props.colour) > MIDDLE ? "#111" : "#fff"))
  return (
    <svg class="swatch" viewBox="0 0 22 16" aria-hidden="true">
      <rect class="swatch-field" width="22" height="16" fill={props.colour} />
      {props.pattern && <path class="swatch-pattern" d={STROKES[props.pattern]} stroke={ink()} />}
      {props.pattern && (
        <rect class="swatch-plate" x="5" y="2" width="12" height="12" rx="2" fill={props.colour} />
      )}
      <text x="11" y="12" text-anchor="middle" fill={ink()}>
        {props.code}
      </text>
    </svg>
  )
}
