/** Reads the rows of a drawing file: checks each drawing, finds the system, writes degrees. */
import { checkDrawing, type CheckedDrawing } from "../check/drawing.ts"
import { type CrsVerdict, detectCrs, type Position } from "../crs.ts"
import type { Findings } from "./findings.ts"
import { COLUMNS, VERTICES_PER_FILE, VERTICES_PER_ROW } from "./limits.ts"
import type { Output } from "./output.ts"
import { boxOf, findProjector, type Placed, type Projector, requireProjector } from "./projector.ts"
import { Refusal } from "./refusal.ts"
import type { MultiPolygonCoordinates, ReadReport, ReadRequest, RowProblem } from "./report.ts"
import type { DrawingSource, SourceRow } from "./source.ts"

/** Drawings looked at before the system is settled, and rows searched for them. */
const SAMPLE_DRAWINGS = 500
const SAMPLE_ROWS = 20_000
/** Vertices projected at once. */
const BATCH_VERTICES = 100_000
const BATCH_ROWS = 2000

type CheckedRow = { source: SourceRow; drawing: CheckedDrawing | null; problems: RowProblem[] }

type Totals = { vertices: number; columns: Set<string>; heights: number }

function checkRow(source: SourceRow, totals: Totals): CheckedRow {
  for (const [name] of source.properties) totals.columns.add(name)
  if (totals.columns.size > COLUMNS)
    throw new Refusal("too-many-columns", `超过 ${COLUMNS} 个属性名，请只保留需要的列。`)
  const fault = (rule: string, message: string): CheckedRow => ({
    source,
    drawing: null,
    problems: [...source.problems, { pointer: "geometry", rule, message }],
  })
  // A row that is no row any more (deleted, without attributes) is not judged by its drawing too.
  if (source.problems.some(({ rule }) => rule.startsWith("row-")))
    return { source, drawing: null, problems: source.problems }
  if (source.drawing.is === "unusable") return fault(source.drawing.rule, source.drawing.message)
  const checked = checkDrawing(source.drawing.polygons, VERTICES_PER_ROW)
  if ("fault" in checked) return fault(checked.fault.rule, checked.fault.message)
  totals.vertices += checked.vertices
  if (totals.vertices > VERTICES_PER_FILE)
    throw new Refusal("too-many-vertices", `图形总点数超过 ${VERTICES_PER_FILE}，请拆分后上传。`)
  if (checked.dropped) totals.heights += 1
  return { source, drawing: checked, problems: source.problems }
}

/** Rows in groups that are worth a call to the projection. */
async function* listBatches(source: DrawingSource, totals: Totals): AsyncGenerator<CheckedRow[]> {
  let batch: CheckedRow[] = []
  let vertices = 0
  let drawings = 0
  let isSample = true
  for await (const entry of source.rows) {
    const checked = checkRow(entry, totals)
    batch.push(checked)
    vertices += checked.drawing?.vertices ?? 0
    drawings += checked.drawing ? 1 : 0
    const few = isSample
      ? drawings < SAMPLE_DRAWINGS && batch.length < SAMPLE_ROWS
      : batch.length < BATCH_ROWS
    if (few && vertices < BATCH_VERTICES) continue
    yield batch
    batch = []
    vertices = 0
    isSample = false
  }
  yield batch
}

const pointsOf = ({ polygons }: CheckedDrawing): Position[] => polygons.flat(2)

const drawingsOf = (rows: CheckedRow[]): CheckedDrawing[] =>
  rows.flatMap(({ drawing }) => drawing ?? [])

type Settled = { verdict: CrsVerdict; projector: Projector | null }

/** Which system the file is in, by the user's answer, its declaration or its numbers. */
async function settleCrs(
  source: DrawingSource,
  request: ReadRequest,
  sample: CheckedRow[],
  findings: Findings,
): Promise<Settled> {
  const points = drawingsOf(sample).map(pointsOf)
  if (request.crs !== undefined) {
    const said = source.declaredCrs
    if (said && said.epsg !== request.crs)
      findings.addFile(
        "crs-overridden",
        "warning",
        `文件声明的坐标系是“${said.name}”，已改按指定的 EPSG:${request.crs} 读取。`,
      )
    const projector = await requireProjector(request.crs, points)
    const reason = `按指定的坐标系 EPSG:${request.crs} 读取。`
    return {
      verdict: { detected: request.crs, confidence: "sure", candidates: [], reason },
      projector,
    }
  }
  const verdict = detectCrs(source.declaredCrs, points.map(boxOf), source.degreesAre)
  if (verdict.detected === null) return { verdict, projector: null }
  const projector = await findProjector(verdict.detected)
  const placed = projector ? await projector.place(points) : []
  const held = placed.some((entry) => entry.points !== null) || points.length === 0
  if (projector && held) return { verdict, projector }
  const reason = projector
    ? `文件声明为 EPSG:${verdict.detected}，但坐标数值与它不符，请核对并指定坐标系。`
    : `文件声明的 EPSG:${verdict.detected} 不是已知的坐标系代码，请指定坐标系。`
  return {
    verdict: { detected: null, confidence: "unsure", candidates: [], reason },
    projector: null,
  }
}

/** A hundredth of a millimetre: beyond the accuracy of any survey, and half the digits. */
const DEGREE_PLACES = 1e10
const rounded = (degrees: number) => Math.round(degrees * DEGREE_PLACES) / DEGREE_PLACES

/** Puts the projected points back into rings and polygons. */
function rebuild({ polygons }: CheckedDrawing, points: Position[]): MultiPolygonCoordinates {
  let at = 0
  return polygons.map((polygon) =>
    polygon.map((ring) => {
      const placed = points.slice(at, at + ring.length)
      at += ring.length
      return placed.map(([lon, lat]): Position => [rounded(lon), rounded(lat)])
    }),
  )
}

type Bounds = { west: number; south: number; east: number; north: number }

function grow(bounds: Bounds, points: Position[]): void {
  const { minX, minY, maxX, maxY } = boxOf(points)
  bounds.west = Math.min(bounds.west, minX)
  bounds.south = Math.min(bounds.south, minY)
  bounds.east = Math.max(bounds.east, maxX)
  bounds.north = Math.max(bounds.north, maxY)
}

async function placeBatch(
  batch: CheckedRow[],
  projector: Projector | null,
): Promise<(Placed | null)[]> {
  if (!projector) return batch.map(() => null)
  const drawn = batch.filter(({ drawing }) => drawing !== null)
  const placed = await projector.place(drawingsOf(drawn).map(pointsOf))
  const byRow = new Map(drawn.map((row, place) => [row, placed[place] ?? null]))
  return batch.map((row) => byRow.get(row) ?? null)
}

const outsideCrs = (epsg: number | null): RowProblem => ({
  pointer: "geometry",
  rule: "outside-crs",
  message: `坐标超出坐标系 EPSG:${epsg} 的范围。`,
})

/**
 * Every row of the source becomes one line of the output, accepted or with its problems.
 * @throws Refusal when the file as a whole cannot be used
 */
export async function readDrawings(
  source: DrawingSource,
  request: ReadRequest,
  findings: Findings,
  output: Output,
): Promise<Pick<ReadReport, "columns" | "crs" | "bounds">> {
  const totals: Totals = { vertices: 0, columns: new Set(), heights: 0 }
  const bounds: Bounds = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity }
  let settled: Settled | undefined
  for await (const batch of listBatches(source, totals)) {
    settled ??= await settleCrs(source, request, batch, findings)
    const { verdict, projector } = settled
    const placed = await placeBatch(batch, projector)
    batch.forEach(({ source: { row, properties }, drawing, problems }, place) => {
      const { points = null, inside = true } = placed[place] ?? {}
      const outside = projector !== null && drawing !== null && points === null
      const found = outside ? [...problems, outsideCrs(verdict.detected)] : problems
      const accepted = found.length === 0 && drawing !== null && points !== null
      if (accepted) grow(bounds, points)
      if (accepted && !inside)
        findings.addRow(
          row,
          "geometry",
          "outside-zone",
          "warning",
          "图形在坐标系的适用范围之外，请核对坐标系。",
        )
      output.write({
        row,
        properties,
        geometry: accepted ? rebuild(drawing, points) : null,
        problems: found,
      })
    })
  }
  if (settled?.projector?.swapped)
    findings.addFile(
      "axes-swapped",
      "warning",
      "坐标的 X、Y 颠倒（北坐标在前），已按东坐标在前读取。",
    )
  if (totals.heights > 0)
    findings.addFile(
      "heights-left-out",
      "info",
      `${totals.heights} 个图形带有高程或量测值，只取平面坐标。`,
    )
  if (output.counts.rows === 0) throw new Refusal("no-rows", "文件里没有任何图形。")
  return {
    columns: [...totals.columns],
    crs: settled?.verdict ?? null,
    bounds: Number.isFinite(bounds.west)
      ? [rounded(bounds.west), rounded(bounds.south), rounded(bounds.east), rounded(bounds.north)]
      : null,
  }
}
