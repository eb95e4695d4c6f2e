import { For } from "solid-js"

/** Parcels of an invented place, as outlines on a 600 x 800 field, with a tone of 0-4. */
const FIELDS: [points: string, tone: number][] = [
  ["-20,-20 150,-20 170,120 -20,150", 1],
  ["162,-20 330,-20 330,104 182,118", 2],
  ["342,-20 470,-20 455,160 342,150", 0],
  ["484,-20 620,-20 620,170 469,162", 3],
  ["-20,164 172,134 190,270 -20,300", 3],
  ["184,132 330,116 330,255 202,268", 4],
  ["342,164 453,174 436,290 342,262", 1],
  ["467,176 620,184 620,330 448,294", 2],
  ["-20,352 130,338 140,470 -20,486", 2],
  ["142,337 260,326 266,402 147,412", 0],
  ["147,424 267,414 272,486 152,470", 4],
  ["274,325 410,330 392,500 284,488", 3],
  ["424,334 620,388 620,520 405,502", 1],
  ["-20,540 120,524 130,640 -20,656", 4],
  ["132,523 288,532 292,640 142,640", 1],
  ["302,533 462,548 448,690 304,670", 2],
  ["476,549 620,562 620,720 461,692", 0],
  ["-20,668 134,652 140,820 -20,820", 0],
  ["146,652 292,652 296,820 152,820", 3],
  ["306,684 446,704 436,820 308,820", 4],
  ["458,706 620,734 620,820 448,820", 2],
]

/** A decoration of the first page: a field of parcels, an avenue and a river. It says nothing. */
export const Terraces = () => (
  <svg
    class="terraces"
    viewBox="0 0 600 800"
    preserveAspectRatio="xMidYMid slice"
    aria-hidden="true"
  >
    <rect class="terraces-paper" x="-20" y="-20" width="640" height="840" />
    <For each={FIELDS}>
      {([points, tone]) => <polygon class={`terrace terrace-${tone}`} points={points} />}
    </For>
    <path class="terraces-river" d="M-20 318C110 300 180 292 330 292C450 292 520 350 620 360" />
    <path class="terraces-road" d="M-20 512C120 500 200 504 320 514C460 526 540 534 620 540" />
    <path class="terraces-line" d="M-20 512C120 500 200 504 320 514C460 526 540 534 620 540" />
  </svg>
)
