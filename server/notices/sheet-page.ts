import { type Area, createPaper, type Paper } from "../documents/paper.ts"
import type { Pen } from "../documents/pdf.ts"
import type { Outline, Point, Sheet } from "./sheet.ts"

export type SheetJob = { kind: "sheet"; sheet: Sheet }

/** Files that are named; of more, the latest. */
const MOST_FILES = 8
type Fit = { mapHeight: number; events: number }
/** What is said of the facts stays whole; the sketch shrinks and old events are only counted. */
const ROOMY: Fit = { mapHeight: 150, events: 9 }
const TIGHTER: readonly Fit[] = [
  { mapHeight: 120, events: 6 },
  { mapHeight: 95, events: 3 },
  { mapHeight: 80, events: 1 },
]
const MAP_SHARE = 2
const OWN = { fill: "#f3c9c4", line: "#b3261e" }
const OTHER = { fill: "#f4f5f6", line: "#9aa3ac" }
const FRAME = "#c9ced4"
const QUIET = "#5b6570"
const INK = "#1b1f24"
const M_PER_DEGREE = 111_320
/** Metres that a scale bar may stand for. */
const BARS = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000]
/** Share of the drawing around the parcel. */
const ROOM = 0.7

/** From degrees to the page: north up, true to scale at the parcel. */
function projectTo({ x, y, width, height }: Area, outline: Outline) {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [atLon, atLat] of outline.flat()) {
    west = Math.min(west, atLon)
    east = Math.max(east, atLon)
    south = Math.min(south, atLat)
    north = Math.max(north, atLat)
  }
  const [lon, lat] = [(west + east) / 2, (south + north) / 2]
  const shrink = Math.cos((lat * Math.PI) / 180)
  const wide = Math.max((east - west) * shrink, 1e-6)
  const tall = Math.max(north - south, 1e-6)
  const scale = Math.min((width * ROOM) / wide, (height * ROOM) / tall)
  return {
    pointsPerM: scale / M_PER_DEGREE,
    place: ([atLon, atLat]: Point): [x: number, y: number] => [
      x + width / 2 + (atLon - lon) * shrink * scale,
      y + height / 2 - (atLat - lat) * scale,
    ],
  }
}

function trace(pen: Pen, outline: Outline, place: (point: Point) => [x: number, y: number]) {
  for (const ring of outline) {
    for (const [at, point] of ring.entries()) {
      const [x, y] = place(point)
      if (at === 0) pen.moveTo(x, y)
      else pen.lineTo(x, y)
    }
    pen.closePath()
  }
}

const drawMap =
  ({ outline, neighbours }: Sheet) =>
  (pen: Pen, area: Area) => {
    const { place, pointsPerM } = projectTo(area, outline)
    const { x, y, width, height } = area
    pen.save().rect(x, y, width, height).clip()
    pen.lineWidth(0.5)
    for (const { outline: other } of neighbours) {
      trace(pen, other, place)
      pen.fillAndStroke(OTHER.fill, OTHER.line)
    }
    trace(pen, outline, place)
    pen.lineWidth(1.4).fillAndStroke(OWN.fill, OWN.line)
    pen.restore()
    pen.lineWidth(0.5).rect(x, y, width, height).stroke(FRAME)
    const metres = BARS.findLast((one) => one * pointsPerM <= width / 3) ?? BARS[0]!
    const bar = metres * pointsPerM
    const foot = y + height - 8
    pen
      .lineWidth(1.2)
      .moveTo(x + 8, foot)
      .lineTo(x + 8 + bar, foot)
      .stroke(INK)
    pen.font("regular").fontSize(7).fillColor(INK)
    pen.text(`${metres} m`, x + 8, foot - 11, { lineBreak: false })
    pen.text("北", x + width - 16, y + 16, { lineBreak: false })
    pen
      .moveTo(x + width - 12.5, y + 4)
      .lineTo(x + width - 16, y + 15)
      .lineTo(x + width - 9, y + 15)
    pen.closePath().fill(INK)
  }

const CAPTION = 12

const drawPicture =
  ({ bytes, caption }: Sheet["pictures"][number]) =>
  (pen: Pen, { x, y, width, height }: Area) => {
    const room: [number, number] = [width, height - CAPTION]
    pen
      .lineWidth(0.5)
      .rect(x, y, ...room)
      .stroke(FRAME)
    pen.font("regular").fontSize(7).fillColor(QUIET)
    try {
      pen.image(Buffer.from(bytes), x + 1, y + 1, {
        fit: [room[0] - 2, room[1] - 2],
        align: "center",
        valign: "center",
      })
    } catch {
      // It is named below and kept as it came; a broken picture does not take the page with it.
      pen.text("图像无法显示", x, y + height / 2, { width, align: "center", lineBreak: false })
    }
    pen.text(caption, x, y + height - CAPTION + 3, { width, lineBreak: false, ellipsis: true })
  }

const drawNothing = (pen: Pen, { x, y, width, height }: Area) => {
  pen.lineWidth(0.5).rect(x, y, width, height).dash(3, { space: 3 }).stroke(FRAME).undash()
  pen.font("regular").fontSize(8.5).fillColor(QUIET)
  pen.text("尚无现场照片或影像", x, y + height / 2 - 6, {
    width,
    align: "center",
    lineBreak: false,
  })
}

/** Sets the evidence of one parcel on one page. */
export function setSheet({ sheet }: SheetJob): Promise<Uint8Array<ArrayBuffer>> {
  let paper = fillSheet(sheet, ROOMY)
  for (const fit of TIGHTER) {
    if (paper.pages() === 1) break
    paper = fillSheet(sheet, fit)
  }
  return paper.finish()
}

function fillSheet(sheet: Sheet, { mapHeight, events }: Fit): Paper {
  const paper = createPaper({
    title: "闲置土地调查事实表",
    subject: sheet.parcel,
    author: sheet.zone,
    at: sheet.at,
    foot: `内部资料：疑似情况未经认定，不得对外 · ${sheet.zone}`,
  })
  paper.title("闲置土地调查事实表", `${sheet.parcel} · 截至 ${sheet.on}`)
  paper.figures(sheet.figures)
  paper.row(mapHeight, [
    { share: MAP_SHARE, draw: drawMap(sheet) },
    ...(sheet.pictures.length > 0
      ? sheet.pictures.map((picture) => ({
          share: sheet.pictures.length === 1 ? MAP_SHARE : 1,
          draw: drawPicture(picture),
        }))
      : [{ share: MAP_SHARE, draw: drawNothing }]),
  ])
  paper.table({
    columns: [
      { head: "事实", share: 18 },
      { head: "内容", share: 50 },
      { head: "来源", share: 36 },
    ],
    rows: sheet.lines.map(({ name, value, source, isMissing }) => [
      name,
      isMissing ? { text: value, isBold: true } : value,
      source,
    ]),
  })
  paper.table({
    columns: [
      { head: "日期", share: 24 },
      { head: "经过", share: 38 },
      { head: "依据", share: 30 },
      { head: "登记", share: 12 },
    ],
    rows: sheet.events
      .slice(-events)
      .map(({ on, what, source, recorded }) => [on, what, source, recorded]),
  })
  const more = sheet.events.length - events
  if (more > 0) paper.note(`此前另有 ${more} 项经过，未列入本页。`)
  for (const text of sheet.finding) paper.paragraph(text)
  if (sheet.files.length > 0) {
    const rest = sheet.files.length - MOST_FILES
    const others = rest > 0 ? `；另有 ${rest} 件，见系统` : ""
    paper.note(`证据：${sheet.files.slice(-MOST_FILES).join("；")}${others}`)
  }
  return paper
}
