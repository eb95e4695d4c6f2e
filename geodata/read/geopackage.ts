/** A GeoPackage: its tables by SQL through the vector engine, its geometry by our own reader. */
import { copyFileSync } from "node:fs"
import { isLegacyCrs, type DeclaredCrs } from "../crs.ts"
import type { Dataset } from "gdal3.js/node.js"
import type { Findings } from "./findings.ts"
import { openDataset, selectRows } from "./gdal.ts"
import { CELL_CHARACTERS, COLUMNS, VERTICES_PER_ROW } from "./limits.ts"
import { numberOrText } from "./numbers.ts"
import { Refusal } from "./refusal.ts"
import type { Property, ReadRequest, Value } from "./report.ts"
import { type Drawing, type DrawingSource, NO_DRAWING, type SourceRow, unusable } from "./source.ts"
import { readBlob } from "./wkb.ts"

const COPY = "upload.gpkg"
/** Bytes of geometry asked for at once, and rows at most. */
const BATCH_BYTES = 8 * 1024 * 1024
const BATCH_ROWS = 1000
/** Four numbers a vertex, and room for headers. */
const MOST_BLOB_BYTES = VERTICES_PER_ROW * 32 + 1024

const broken = () => new Refusal("gpkg-broken", "GeoPackage 已损坏或不完整，请重新导出。")
const identifier = (name: string) => `"${name.replaceAll('"', '""')}"`
const literal = (text: string) => `'${text.replaceAll("'", "''")}'`

/** Triggers and views that the standard and the common writers put into every file. */
const STANDARD_TRIGGER =
  /^(gpkg_(tile_matrix|metadata|metadata_reference|extensions)_\w+|rtree_.+_(insert|delete|update[1-7]?)|trigger_(insert|delete)_feature_count_.+|layer_styles_\w+)$/
const STANDARD_VIEW = /^(st_)?(spatial_ref_sys|geometry_columns)$/

async function select(dataset: Dataset, sql: string): Promise<Record<string, string | null>[]> {
  const rows = await selectRows(dataset, sql)
  if (!rows) throw broken()
  return rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [name, value === null ? null : String(value)]),
    ),
  )
}

/** @throws Refusal when the file would run anything of its own, or a table is not one */
async function checkSchema(dataset: Dataset): Promise<void> {
  const parts = await select(
    dataset,
    "SELECT type, name FROM sqlite_master WHERE type IN ('trigger', 'view')",
  )
  const foreign = parts.find(({ type, name }) =>
    type === "trigger" ? !STANDARD_TRIGGER.test(name ?? "") : !STANDARD_VIEW.test(name ?? ""),
  )
  if (foreign)
    throw new Refusal(
      "gpkg-active",
      "GeoPackage 里有标准以外的触发器或视图，不予读取，请只导出数据表。",
    )
}

type Layer = { table: string; column: string; kind: string; srsId: string }

const POLYGON_KINDS = /POLYGON|SURFACE|^GEOMETRY$|COLLECTION/

async function chooseLayer(dataset: Dataset, wanted: string | undefined, findings: Findings) {
  const found = await select(
    dataset,
    `SELECT g.table_name AS t, g.column_name AS c, upper(g.geometry_type_name) AS k, CAST(g.srs_id AS TEXT) AS s
       FROM gpkg_geometry_columns g JOIN sqlite_master m ON m.name = g.table_name AND m.type = 'table'`,
  )
  const layers = found.map(({ t, c, k, s }): Layer => ({
    table: t ?? "",
    column: c ?? "",
    kind: k ?? "",
    srsId: s ?? "",
  }))
  const names = layers.map(({ table }) => table)
  if (layers.length === 0) throw new Refusal("gpkg-no-layer", "GeoPackage 里没有图形图层。")
  const candidates =
    wanted === undefined
      ? layers.filter(({ kind }) => POLYGON_KINDS.test(kind))
      : layers.filter(({ table }) => table === wanted)
  const [only] = candidates
  if (wanted !== undefined && !only)
    throw new Refusal("layer-unknown", "GeoPackage 里没有指定的图层，请从列出的图层中选择。", names)
  if (candidates.length > 1) {
    const list = candidates.map(({ table }) => table)
    throw new Refusal(
      "layer-needed",
      `GeoPackage 里有 ${list.length} 个面图层（${list.join("、")}），请选择一个。`,
      list,
    )
  }
  const layer = only ?? layers[0]!
  const others = names.filter((name) => name !== layer.table)
  if (others.length > 0)
    findings.addFile(
      "layers-left-out",
      "info",
      `只读取图层“${layer.table}”，未读取：${others.join("、")}。`,
    )
  return { layer, names }
}

async function readCrs(dataset: Dataset, srsId: string): Promise<DeclaredCrs | null> {
  const [row] = await select(
    dataset,
    `SELECT srs_name AS n, upper(organization) AS o, CAST(organization_coordsys_id AS TEXT) AS c
       FROM gpkg_spatial_ref_sys WHERE srs_id = ${literal(srsId)}`,
  )
  const code = Number(row?.["c"])
  // -1 and 0 are the standard's codes for "undefined".
  if (!row || Number(srsId) <= 0) return null
  const epsg = row["o"] === "EPSG" && Number.isInteger(code) ? code : null
  return { epsg, name: row["n"] ?? srsId, legacy: epsg !== null && isLegacyCrs(epsg) }
}

type Column = { name: string; type: string }

async function listColumns(dataset: Dataset, { table, column }: Layer): Promise<Column[]> {
  const found = await select(
    dataset,
    `SELECT name AS n, upper(type) AS t FROM pragma_table_info(${literal(table)})`,
  )
  const columns = found
    .map(({ n, t }) => ({ name: n ?? "", type: t ?? "" }))
    .filter(({ name }) => name !== column)
  if (columns.length > COLUMNS)
    throw new Refusal("too-many-columns", `图层超过 ${COLUMNS} 列，请只保留需要的列。`)
  return columns
}

/** A value as `quote()` writes it: NULL, a number, or text in single quotes with inner ones doubled. */
function readQuoted(quoted: string | null, type: string): Value {
  if (quoted === null || quoted === "NULL") return null
  if (quoted.startsWith("'")) return quoted.slice(1, -1).replaceAll("''", "'")
  if (type === "BOOLEAN" && (quoted === "0" || quoted === "1")) return quoted === "1"
  return numberOrText(quoted)
}

function readDrawing(hex: string | null, size: number): Drawing {
  if (size > MOST_BLOB_BYTES)
    return unusable("too-many-vertices", `图形超过 ${VERTICES_PER_ROW} 个点，请先简化。`)
  return hex ? readBlob(Buffer.from(hex, "hex")) : NO_DRAWING
}

async function* listRows(
  dataset: Dataset,
  layer: Layer,
  columns: Column[],
): AsyncGenerator<SourceRow> {
  const geometry = identifier(layer.column)
  const table = identifier(layer.table)
  const [sizes] = await select(
    dataset,
    `SELECT CAST(max(length(${geometry})) AS TEXT) AS m FROM ${table}`,
  )
  const largest = Math.min(Number(sizes?.["m"] ?? 0), MOST_BLOB_BYTES)
  const limit = Math.max(1, Math.min(BATCH_ROWS, Math.floor(BATCH_BYTES / Math.max(largest, 1))))
  const values = columns.map(({ name }, place) => {
    const column = identifier(name)
    return `CASE WHEN typeof(${column}) = 'blob' THEN NULL WHEN length(${column}) > ${CELL_CHARACTERS} THEN 'TOO LONG' ELSE quote(${column}) END AS v${place}`
  })
  const fields = [
    "CAST(rowid AS TEXT) AS id",
    `CAST(length(${geometry}) AS TEXT) AS size`,
    `CASE WHEN length(${geometry}) <= ${MOST_BLOB_BYTES} THEN hex(${geometry}) END AS shape`,
    ...values,
  ]
  let row = 0
  let last: string | null = null
  for (;;) {
    const after = last === null ? "" : `WHERE rowid > ${last}`
    const batch: Record<string, string | null>[] = await select(
      dataset,
      `SELECT ${fields.join(", ")} FROM ${table} ${after} ORDER BY rowid LIMIT ${limit}`,
    )
    for (const cells of batch) {
      row += 1
      const tooLong = columns.filter((_, place) => cells[`v${place}`] === "TOO LONG")
      yield {
        row,
        properties: columns.map(({ name, type }, place): Property => {
          const quoted = cells[`v${place}`] ?? null
          return [name, quoted === "TOO LONG" ? null : readQuoted(quoted, type)]
        }),
        drawing: readDrawing(cells["shape"] ?? null, Number(cells["size"] ?? 0)),
        problems: tooLong.map(({ name }) => ({
          pointer: name,
          rule: "cell-too-long",
          message: `“${name}”超过 ${CELL_CHARACTERS} 个字符。`,
        })),
      }
    }
    if (batch.length < limit) return
    last = String(BigInt(batch.at(-1)?.["id"] ?? 0))
  }
}

/** SQLite writes its page size and count into the first page: a shorter file is a torn one. */
function isWhole(head: Buffer, bytes: number): boolean {
  const size = head.readUInt16BE(16)
  return bytes >= (size === 1 ? 65_536 : size) * head.readUInt32BE(28)
}

/** @throws Refusal when the file is damaged, runs code of its own, or has several layers to choose from */
export async function openGeopackage(
  bytes: Buffer,
  request: ReadRequest,
  findings: Findings,
): Promise<DrawingSource> {
  if (bytes.length < 100 || !isWhole(bytes, bytes.length)) throw broken()
  copyFileSync(request.path, COPY)
  const dataset = await openDataset(COPY, ["IMMUTABLE=YES"])
  if (!dataset) throw broken()
  const [check] = await select(dataset, "PRAGMA quick_check(1)")
  if (Object.values(check ?? {})[0] !== "ok") throw broken()
  await checkSchema(dataset)
  const { layer, names } = await chooseLayer(dataset, request.layer, findings)
  const columns = await listColumns(dataset, layer)
  return {
    format: "geopackage",
    encoding: null,
    layers: names,
    layer: layer.table,
    declaredCrs: await readCrs(dataset, layer.srsId),
    degreesAre: null,
    rows: listRows(dataset, layer, columns),
  }
}
