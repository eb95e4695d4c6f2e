/** GeoJSON (RFC 7946) feature by feature: a broken feature is a fault of its row, not of the file. */
import gjv from "geojson-validation"
import type { DeclaredCrs } from "../crs.ts"
import { isLegacyCrs } from "../crs.ts"
import { toUtf8 } from "./encoding.ts"
import type { Findings } from "./findings.ts"
import {
  isList,
  isObject,
  JsonFault,
  listElements,
  type Member,
  parseSpan,
  readObject,
  skipBlanks,
  type Span,
  textOf,
} from "./json.ts"
import { CELL_CHARACTERS } from "./limits.ts"
import { numberOrText } from "./numbers.ts"
import { Refusal } from "./refusal.ts"
import type { Property, ReadRequest, RowProblem, Value } from "./report.ts"
import {
  type Drawing,
  type DrawingSource,
  NO_DRAWING,
  type SourceRow,
  unusable,
  wrongKind,
} from "./source.ts"

const WGS84 = 4326
/** Every geometry type there is: looked up in a set, because `constructor` is a name too. */
const OTHER_KINDS = new Map([
  ["Point", "点"],
  ["MultiPoint", "多点"],
  ["LineString", "线"],
  ["MultiLineString", "多线"],
  ["GeometryCollection", "混合图形"],
])
const POLYGON_KINDS = new Set(["Polygon", "MultiPolygon"])

const isNumberList = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((entry) => typeof entry === "number")

const isListOf =
  <T>(isEntry: (value: unknown) => value is T) =>
  (value: unknown): value is T[] =>
    Array.isArray(value) && value.every(isEntry)

const isPolygonShape = isListOf(isListOf(isNumberList))
const isMultiPolygonShape = isListOf(isPolygonShape)

const misshapen = unusable("geometry-shape", "图形的 coordinates 层数或内容不对。")

/** Objects of `JSON.parse` hold `__proto__` as a plain member; only own members are read. */
const memberOf = (value: object, name: string): unknown =>
  Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined

function readGeometry(value: unknown): Drawing {
  if (value === null || value === undefined) return NO_DRAWING
  if (typeof value !== "object") return misshapen
  const type = memberOf(value, "type")
  const coordinates = memberOf(value, "coordinates")
  if (typeof type !== "string") return unusable("geometry-type", "图形没有 type。")
  const other = OTHER_KINDS.get(type)
  if (other) return wrongKind(other)
  if (!POLYGON_KINDS.has(type))
    return unusable("geometry-type", "图形的 type 不是 GeoJSON 的图形类型。")
  if (coordinates === undefined) return unusable("geometry-shape", "图形没有 coordinates。")
  if (type === "Polygon")
    return isPolygonShape(coordinates) ? validated(type, [coordinates]) : misshapen
  return isMultiPolygonShape(coordinates) ? validated(type, coordinates) : misshapen
}

/**
 * A second opinion on structure. It is asked about one drawing at a time, and only where no ring is empty:
 * otherwise the validator throws, or takes seconds over many faults.
 */
function validated(type: string, polygons: number[][][][]): Drawing {
  const drawing: Drawing = { is: "polygons", polygons }
  const rings = polygons.flat()
  const sound =
    rings.length > 0 &&
    rings.every((ring) => ring.length > 0 && ring.every((position) => position.length > 1))
  // What is empty or short is named precisely by the check of the rings that follows.
  if (!sound) return drawing
  const coordinates = type === "Polygon" ? polygons[0] : polygons
  const closed = rings.every((ring) => ring.length > 3 && String(ring[0]) === String(ring.at(-1)))
  if (!closed) return drawing
  return gjv.isGeometryObject({ type, coordinates }) ? drawing : misshapen
}

function readValue(bytes: Buffer, span: Span): Value {
  const first = String.fromCharCode(bytes[span.start] ?? 0)
  const text = textOf(bytes, span)
  if (/[-\d]/.test(first)) {
    parseSpan(bytes, span)
    return numberOrText(text)
  }
  // A list or an object is kept as its text: columns hold single values.
  if (first === "{" || first === "[") return text
  const value = parseSpan(bytes, span)
  return typeof value === "string" || typeof value === "boolean" ? value : null
}

function readProperties(
  bytes: Buffer,
  member: Member | undefined,
): { properties: Property[]; problems: RowProblem[] } {
  if (!member || textOf(bytes, member) === "null") return { properties: [], problems: [] }
  if (!isObject(bytes, member))
    return {
      properties: [],
      problems: [
        {
          pointer: "properties",
          rule: "properties-shape",
          message: "属性（properties）不是对象。",
        },
      ],
    }
  const problems: RowProblem[] = []
  const properties = readObject(bytes, member.start).members.map((entry): Property => {
    const value = readValue(bytes, entry)
    if (typeof value !== "string" || value.length <= CELL_CHARACTERS) return [entry.key, value]
    problems.push({
      pointer: entry.key.slice(0, 60),
      rule: "cell-too-long",
      message: `“${entry.key.slice(0, 60)}”超过 ${CELL_CHARACTERS} 个字符。`,
    })
    return [entry.key, null]
  })
  return { properties, problems }
}

const find = (members: Member[], key: string) => members.findLast((member) => member.key === key)

function readFeature(bytes: Buffer, span: Span, row: number): SourceRow {
  try {
    if (!isObject(bytes, span)) return faulty(row, "feature-shape", "此处不是要素（Feature）。")
    const { members } = readObject(bytes, span.start)
    const type = find(members, "type")
    if (!type || textOf(bytes, type) !== '"Feature"')
      return faulty(row, "feature-shape", "此处的 type 不是 Feature。")
    const { properties, problems } = readProperties(bytes, find(members, "properties"))
    const id = find(members, "id")
    const named = properties.some(([name]) => name === "id")
    if (id && !named && !isObject(bytes, id) && !isList(bytes, id))
      properties.push(["id", readValue(bytes, id)])
    const geometry = find(members, "geometry")
    const drawing = geometry ? readGeometry(parseSpan(bytes, geometry)) : NO_DRAWING
    return { row, properties, drawing, problems }
  } catch (error) {
    if (error instanceof JsonFault) return faulty(row, "json-broken", `${error.message}。`)
    throw error
  }
}

const faulty = (row: number, rule: string, message: string): SourceRow => ({
  row,
  properties: [],
  drawing: unusable(rule, message),
  problems: [],
})

function* listFeatures(bytes: Buffer, features: Member): Generator<SourceRow> {
  let row = 0
  try {
    for (const span of listElements(bytes, features.start)) {
      row += 1
      yield readFeature(bytes, span, row)
    }
  } catch (error) {
    throw error instanceof JsonFault ? refusalOf(bytes, error) : error
  }
}

function refusalOf(bytes: Buffer, { at, message }: JsonFault): Refusal {
  let line = 1
  for (let place = 0; place < at; place += 1) if (bytes[place] === 0x0a) line += 1
  return new Refusal("json-broken", `JSON 有错误（第 ${line} 行）：${message}。`)
}

/** The old `crs` member: RFC 7946 has none, but most programs still write it. */
function readCrs(bytes: Buffer, member: Member | undefined): DeclaredCrs | null {
  if (!member) return null
  const name = /"name"\s*:\s*"([^"]{1,200})"\s*\}/.exec(textOf(bytes, member))?.[1]
  if (name === undefined) return null
  if (/CRS84/i.test(name)) return { epsg: WGS84, name: "CRS84", legacy: false }
  const code = /EPSG:+(?:[\d.]*:)?(\d{4,6})$/i.exec(name)?.[1]
  const epsg = code === undefined ? null : Number(code)
  return { epsg, name: name.slice(0, 60), legacy: epsg !== null && isLegacyCrs(epsg) }
}

const notGeojson = (sentence: string) => new Refusal("not-geojson", sentence)

function listRows(bytes: Buffer, whole: Span, members: Member[]): Iterable<SourceRow> {
  const type = find(members, "type")
  const name = type ? parseSpan(bytes, type) : undefined
  if (name === "FeatureCollection") {
    const features = members.filter(({ key }) => key === "features")
    const [only] = features
    if (features.length !== 1 || !only || !isList(bytes, only))
      throw notGeojson("不是 GeoJSON：FeatureCollection 里应有一个 features 列表。")
    return listFeatures(bytes, only)
  }
  if (name === "Feature") return [readFeature(bytes, whole, 1)]
  if (typeof name === "string" && (POLYGON_KINDS.has(name) || OTHER_KINDS.has(name)))
    return [
      { row: 1, properties: [], drawing: readGeometry(parseSpan(bytes, whole)), problems: [] },
    ]
  throw notGeojson("不是 GeoJSON：顶层的 type 应是 FeatureCollection、Feature 或图形类型。")
}

/** @throws Refusal when the text is not JSON as a whole or not GeoJSON */
export function openGeojson(
  content: Buffer,
  request: ReadRequest,
  findings: Findings,
): DrawingSource {
  const { bytes, encoding, doubtful } = toUtf8(content, request.encoding)
  if (doubtful)
    findings.addFile("encoding-doubtful", "warning", "有文字无法按该编码读出，请核对编码。")
  try {
    const start = skipBlanks(bytes, 0)
    if (!isObject(bytes, { start, end: start })) throw notGeojson("不是 GeoJSON：顶层不是对象。")
    // Walks the whole text once: what is cut off or nested too deep is refused before a row is read.
    const { members, end } = readObject(bytes, start)
    const rest = skipBlanks(bytes, end)
    if (rest < bytes.length) throw new JsonFault(rest, "第一个对象之后还有内容")
    return {
      format: "geojson",
      encoding,
      layers: [],
      layer: null,
      declaredCrs: readCrs(bytes, find(members, "crs")),
      degreesAre: WGS84,
      rows: listRows(bytes, { start, end }, members),
    }
  } catch (error) {
    throw error instanceof JsonFault ? refusalOf(bytes, error) : error
  }
}
