/**
 * The vector engine (GDAL 3.8 and PROJ 9.3 as WebAssembly), loaded only when a file needs it: GeoPackages
 * and coordinate systems that are not of CGCS2000. Runs in the child process alone.
 */
import { mkdtempSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join, relative } from "node:path"
import type { Dataset, Gdal } from "gdal3.js/node.js"
import type { Position } from "../crs.ts"

type Engine = { gdal: Gdal; takeErrors: () => string[] }

let started: Promise<Engine> | undefined

async function start(): Promise<Engine> {
  const { default: initGdal } = await import("gdal3.js/node.js")
  const folder = dirname(createRequire(import.meta.url).resolve("gdal3.js/node.js"))
  let errors: string[] = []
  const gdal = await initGdal({
    // It puts "./" before the path of its data file, so the path must be relative.
    path: relative(process.cwd(), join(folder, "dist/package")),
    logHandler: () => {},
    errorHandler: (line) => errors.push(line),
  })
  const takeErrors = () => {
    const taken = errors
    errors = []
    return taken
  }
  return { gdal, takeErrors }
}

const engine = (): Promise<Engine> => (started ??= start())

/** Opens a file read-only. Undefined, and what was said, when the engine cannot. */
export async function openDataset(path: string, options: string[]): Promise<Dataset | undefined> {
  const { gdal } = await engine()
  try {
    const { datasets } = await gdal.open(path, options)
    return datasets[0]
  } catch (error) {
    // The engine rejects with its own list of messages where the file is not one it knows.
    if (Array.isArray(error)) return undefined
    throw error
  }
}

export type SqlRow = Record<string, unknown>

/**
 * Rows of one SELECT on a SQLite-based file; undefined when the statement fails.
 * The columns must be text: that is how exact digits and bytes (as hex) get through.
 */
export async function selectRows(dataset: Dataset, sql: string): Promise<SqlRow[] | undefined> {
  const { gdal, takeErrors } = await engine()
  takeErrors()
  try {
    const { layers } = await gdal.ogrinfo(dataset, ["-features", "-sql", sql])
    const features = layers[0]?.features
    return features && takeErrors().length === 0
      ? features.map(({ properties }) => properties)
      : features && []
  } catch (error) {
    if (error instanceof Error) throw error
    return undefined
  }
}

/** Positions may come back this far from where they started, in the units of the system. */
const ROUND_TRIP = { metres: 1, degrees: 1e-5 }

export type Reprojection = {
  /** Longitude and latitude in degrees; null where the position is outside what the system can hold. */
  toLonLat(positions: Position[]): Promise<(Position | null)[]>
}

/**
 * Transformation from any EPSG code to longitude and latitude; undefined when PROJ does not know the code.
 *
 * The target is EPSG:4326, taken as equal to 4490: PROJ knows no way from most foreign datums to CGCS2000
 * and then silently leaves the datum shift out, which puts S-JTSK (EPSG:5514) 125 m off.
 */
export async function findReprojection(epsg: number): Promise<Reprojection | undefined> {
  const { gdal, takeErrors } = await engine()
  const forward = ["-s_srs", `EPSG:${epsg}`, "-t_srs", "EPSG:4326", "-output_xy"]
  const back = ["-s_srs", "EPSG:4326", "-t_srs", `EPSG:${epsg}`, "-output_xy"]
  takeErrors()
  await gdal.gdaltransform([[0, 0]], forward)
  // An unknown code is said on the error line only; the call answers [0, 0].
  if (takeErrors().length > 0) return undefined
  return {
    async toLonLat(positions) {
      if (positions.length === 0) return []
      const there = await gdal.gdaltransform(positions, forward)
      const again = await gdal.gdaltransform(there, back)
      takeErrors()
      return there.map((position, place) => {
        const [x = NaN, y = NaN] = positions[place] ?? []
        const [backX = NaN, backY = NaN] = again[place] ?? []
        const room = Math.max(Math.abs(x), Math.abs(y)) <= 360 ? ROUND_TRIP.degrees : ROUND_TRIP.metres
        const held = Math.abs(backX - x) <= room && Math.abs(backY - y) <= room
        const [lon, lat] = position
        return held && Math.abs(lon) <= 180 && Math.abs(lat) <= 90 ? position : null
      })
    },
  }
}

/** An empty polygon shapefile: only there to carry a `.prj`. Big-endian file code and length, type 5. */
function emptyShapefile(): Buffer {
  const bytes = Buffer.alloc(100)
  bytes.writeInt32BE(9994, 0)
  bytes.writeInt32BE(50, 24)
  bytes.writeInt32LE(1000, 28)
  bytes.writeInt32LE(5, 32)
  return bytes
}

/** The EPSG code of a WKT text that PROJ recognises with confidence, or null. */
export async function identifyCrs(wkt: string): Promise<number | null> {
  const { gdal } = await engine()
  const folder = mkdtempSync(join(process.cwd(), "prj-"))
  for (const extension of ["shp", "shx"])
    writeFileSync(join(folder, `probe.${extension}`), emptyShapefile())
  writeFileSync(join(folder, "probe.prj"), wkt)
  const dataset = await openDataset(join(folder, "probe.shp"), [])
  if (!dataset) return null
  const { layers } = await gdal.ogrinfo(dataset, [])
  const id = layers[0]?.geometryFields[0]?.coordinateSystem?.projjson?.id
  await gdal.close(dataset)
  return id?.authority === "EPSG" ? id.code : null
}
