/** Coordinates of systems that are not of CGCS2000, by PROJ's database. */
import { readFileSync, writeFileSync } from "node:fs"
import type { Position } from "../crs.ts"
import { openDbf } from "./dbf.ts"
import { describeCrs, reprojectShapefile } from "./gdal.ts"
import { listRecords, readPoints } from "./shp.ts"

const HEADER_BYTES = 100
const MULTIPOINT = 8
/** Record header, type, box, count of points. */
const RECORD_BYTES = 8 + 4 + 32 + 4
const POINT_BYTES = 16

function shapefileHeader(type: number, bytes: number): Buffer {
  const header = Buffer.alloc(HEADER_BYTES)
  header.writeInt32BE(9994, 0)
  header.writeInt32BE((HEADER_BYTES + bytes) / 2, 24)
  header.writeInt32LE(1000, 28)
  header.writeInt32LE(type, 32)
  return header
}

/** A table with one column, the number of the record: records that fail are missing in the answer. */
function numberTable(count: number): Buffer {
  const head = Buffer.alloc(65)
  head[0] = 3
  head.writeUInt32LE(count, 4)
  head.writeUInt16LE(65, 8)
  head.writeUInt16LE(11, 10)
  head.write("ID", 32, "latin1")
  head.write("N", 43, "latin1")
  head[48] = 10
  head[64] = 0x0d
  const rows = Array.from({ length: count }, (_, place) => ` ${String(place).padStart(10)}`)
  return Buffer.concat([head, Buffer.from(rows.join(""), "latin1")])
}

function writeMultipoints(name: string, drawings: Position[][]): void {
  const index = Buffer.alloc(drawings.length * 8)
  const records: Buffer[] = []
  let at = HEADER_BYTES
  drawings.forEach((points, place) => {
    const record = Buffer.alloc(RECORD_BYTES + points.length * POINT_BYTES)
    record.writeInt32BE(place + 1, 0)
    record.writeInt32BE((record.length - 8) / 2, 4)
    record.writeInt32LE(MULTIPOINT, 8)
    record.writeInt32LE(points.length, 44)
    points.forEach(([x, y], point) => {
      record.writeDoubleLE(x, RECORD_BYTES + point * POINT_BYTES)
      record.writeDoubleLE(y, RECORD_BYTES + point * POINT_BYTES + 8)
    })
    index.writeInt32BE(at / 2, place * 8)
    index.writeInt32BE((record.length - 8) / 2, place * 8 + 4)
    records.push(record)
    at += record.length
  })
  const body = Buffer.concat(records)
  writeFileSync(`${name}.shp`, Buffer.concat([shapefileHeader(MULTIPOINT, body.length), body]))
  writeFileSync(`${name}.shx`, Buffer.concat([shapefileHeader(MULTIPOINT, index.length), index]))
  writeFileSync(`${name}.dbf`, numberTable(drawings.length))
}

/** Reads back what `writeMultipoints` wrote and the engine reprojected; a missing record is null. */
function readMultipoints(name: string, count: number): (Position[] | null)[] {
  const numbers = openDbf(readFileSync(`${name}.dbf`), null)
  const records = listRecords(readFileSync(`${name}.shp`), readFileSync(`${name}.shx`))
  const answer = Array.from({ length: count }, (): Position[] | null => null)
  records.forEach((record, place) => {
    const number = Number(numbers.readRow(place)?.[0]?.[1] ?? Number.NaN)
    if (record && number in answer) answer[number] = readPoints(record, 40, record.readInt32LE(36))
  })
  return answer
}

export type AreaOfUse = { west: number; south: number; east: number; north: number }

export type Reprojection = {
  /** Where the system is meant to be used, degrees; null where PROJ does not say. */
  area: AreaOfUse | null
  /** Longitude and latitude of each drawing's points; null where one of them has none. */
  toLonLat(drawings: Position[][]): Promise<(Position[] | null)[]>
}

/** Transformation of any EPSG code to degrees; undefined when PROJ does not know the code. */
export async function findReprojection(epsg: number): Promise<Reprojection | undefined> {
  writeMultipoints("probe", [])
  writeFileSync(
    "probe.vrt",
    `<OGRVRTDataSource><OGRVRTLayer name="probe"><SrcDataSource relativeToVRT="1">probe.shp</SrcDataSource><LayerSRS>EPSG:${Math.trunc(epsg)}</LayerSRS></OGRVRTLayer></OGRVRTDataSource>`,
  )
  const described = await describeCrs("probe.vrt")
  if (!described) return undefined
  const { bbox } = described
  let batches = 0
  return {
    area: bbox
      ? {
          west: bbox.west_longitude,
          south: bbox.south_latitude,
          east: bbox.east_longitude,
          north: bbox.north_latitude,
        }
      : null,
    async toLonLat(drawings) {
      if (drawings.length === 0) return []
      // New names each time: the engine remembers files that it has seen, even when they are gone.
      batches += 1
      const [from, to] = [`from-${batches}`, `to-${batches}`]
      writeMultipoints(from, drawings)
      const done = await reprojectShapefile(from, to, epsg)
      if (!done) throw new Error("the vector engine does not open the shapefile we wrote for it")
      const answer = readMultipoints(to, drawings.length)
      return answer.map((points, place) =>
        points?.length === drawings[place]?.length ? points : null,
      )
    },
  }
}

/** The EPSG code of a WKT text that PROJ recognises with confidence, or null. */
export async function identifyCrs(wkt: string): Promise<number | null> {
  writeMultipoints("named", [])
  writeFileSync("named.prj", wkt)
  const id = (await describeCrs("named.shp"))?.id
  return id?.authority === "EPSG" ? id.code : null
}
