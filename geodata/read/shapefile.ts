/** A shapefile in a zip: finds the files that belong together and reads them side by side. */
import type { Archive, ArchiveEntry } from "./archive.ts"
import { unpackEntry } from "./archive.ts"
import { openDbf, type DbfTable } from "./dbf.ts"
import type { Findings } from "./findings.ts"
import { readPrj } from "./prj.ts"
import { Refusal } from "./refusal.ts"
import type { ReadRequest } from "./report.ts"
import { identifyCrs } from "./reprojection.ts"
import { groupRings } from "./ring-groups.ts"
import { listRecords, readShape } from "./shp.ts"
import {
  type Drawing,
  type DrawingSource,
  NO_DRAWING,
  type SourceRow,
  unusable,
  wrongKind,
} from "./source.ts"

type FileSet = { name: string; files: Map<string, ArchiveEntry> }

/** Files with the same stem in the same folder, whatever the case of their letters. */
export function listShapefiles({ entries }: Archive): FileSet[] {
  const sets = new Map<string, FileSet>()
  for (const entry of entries) {
    const parts = /^(.*)\.(shp|shx|dbf|prj|cpg)$/i.exec(entry.name)
    if (!parts) continue
    const [, stem = "", extension = ""] = parts
    const set = sets.get(stem.toLowerCase()) ?? {
      name: stem.split("/").at(-1) ?? stem,
      files: new Map(),
    }
    set.files.set(extension.toLowerCase(), entry)
    sets.set(stem.toLowerCase(), set)
  }
  return [...sets.values()]
}

/**
 * The one shapefile that is meant.
 * @throws Refusal that lists the names when there are several, or names the file that is missing
 */
function chooseShapefile(sets: FileSet[], wanted: string | undefined): FileSet {
  const names = sets.map(({ name }) => name)
  const chosen = wanted === undefined ? sets : sets.filter(({ name }) => name === wanted)
  const [only] = chosen
  if (wanted !== undefined && !only)
    throw new Refusal("layer-unknown", "压缩包里没有指定的图层，请从列出的图层中选择。", names)
  if (chosen.length > 1)
    throw new Refusal(
      "layer-needed",
      `压缩包里有 ${chosen.length} 个图层（${names.join("、")}），请选择一个。`,
      names,
    )
  if (!only) throw new Refusal("zip-empty", "压缩包里没有 shapefile。")
  const missing = ["shp", "shx", "dbf"].filter((extension) => !only.files.has(extension))
  if (missing.length > 0) {
    const list = missing.map((extension) => `.${extension}`).join("、")
    throw new Refusal(
      "shp-incomplete",
      `压缩包里缺少 ${list} 文件，请把 .shp、.shx、.dbf、.prj 一起打包。`,
    )
  }
  return only
}

function readDrawing(record: Buffer | null | undefined): Drawing {
  if (record === undefined) return unusable("geometry-missing", "属性表有这一行，图形文件里没有。")
  const shape = record === null ? ({ is: "broken" } as const) : readShape(record)
  if (shape.is === "none") return NO_DRAWING
  if (shape.is === "broken") return unusable("geometry-broken", "图形记录已损坏。")
  if (shape.is === "other") return wrongKind(shape.name)
  const polygons: number[][][][] = groupRings(shape.rings)
  // The third number is only there to be reported as left out.
  if (shape.hasHeights) polygons[0]?.[0]?.forEach((position) => position.push(0))
  return { is: "polygons", polygons }
}

function* listRows(records: (Buffer | null)[], table: DbfTable): Generator<SourceRow> {
  const count = Math.max(records.length, table.rowCount)
  for (let place = 0; place < count; place += 1) {
    const properties = table.readRow(place)
    const problems =
      properties === null
        ? [{ pointer: "", rule: "row-deleted", message: "该行在属性表里已标记删除，未读入。" }]
        : properties === undefined
          ? [{ pointer: "", rule: "row-incomplete", message: "图形文件有这一行，属性表里没有。" }]
          : []
    yield {
      row: place + 1,
      properties: properties ?? [],
      drawing: readDrawing(records[place]),
      problems,
    }
  }
}

/** @throws Refusal where files are missing, damaged, or several shapefiles are there to choose from */
export async function openShapefile(
  archive: Archive,
  request: ReadRequest,
  findings: Findings,
): Promise<DrawingSource> {
  const sets = listShapefiles(archive)
  const { name, files } = chooseShapefile(sets, request.layer)
  const unpack = (extension: string) => {
    const entry = files.get(extension)
    return entry && unpackEntry(archive, entry)
  }
  const codePage = unpack("cpg")?.toString("latin1") ?? null
  const table = openDbf(unpack("dbf") ?? Buffer.alloc(0), codePage, request.encoding)
  if (table.note) findings.addFile("encoding-contradicted", "warning", table.note)
  const records = listRecords(unpack("shp") ?? Buffer.alloc(0), unpack("shx") ?? Buffer.alloc(0))
  const declaredCrs = await readPrj(unpack("prj")?.toString("utf8") ?? "", identifyCrs)
  return {
    format: "shapefile",
    encoding: table.encoding,
    layers: sets.map((set) => set.name),
    layer: name,
    declaredCrs,
    degreesAre: null,
    rows: listRows(records, table),
  }
}
