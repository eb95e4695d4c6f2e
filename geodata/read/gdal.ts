/**
 * The vector engine (GDAL 3.8 and PROJ 9.3 as WebAssembly), loaded only when a file needs it: GeoPackages
 * and coordinate systems that are not of CGCS2000. Runs in the child process alone, in its empty folder:
 * what it reads and writes lies there under names of ours.
 */
import { createRequire } from "node:module"
import { dirname, join, relative } from "node:path"
import type { Dataset, Gdal, ProjJson } from "gdal3.js/node.js"

type Engine = { gdal: Gdal; takeErrors: () => string[] }

let started: Promise<Engine> | undefined

async function start(): Promise<Engine> {
  const { default: initGdal } = await import("gdal3.js/node.js")
  const folder = dirname(createRequire(import.meta.url).resolve("gdal3.js/node.js"))
  let errors: string[] = []
  const gdal = await initGdal({
    // It puts "./" before the path of its data file, so the path must be relative.
    path: relative(process.cwd(), join(folder, "dist/package")),
    dest: process.cwd(),
    logHandler: () => {},
    errorHandler: (line) => errors.push(line),
  })
  const takeErrors = () => {
    const taken = errors.filter((line) => line.startsWith("ERROR"))
    errors = []
    return taken
  }
  return { gdal, takeErrors }
}

const engine = (): Promise<Engine> => (started ??= start())

/** Opens a file of the current folder read-only; undefined when the engine cannot. */
export async function openDataset(
  name: string,
  options: string[] = [],
): Promise<Dataset | undefined> {
  const { gdal } = await engine()
  try {
    const { datasets } = await gdal.open(join(process.cwd(), name), options)
    return datasets[0]
  } catch (error) {
    // The engine rejects with its own list of messages where the file is not one it knows.
    if (Array.isArray(error)) return undefined
    throw error
  }
}

/**
 * Rows of one SELECT on a SQLite-based file; undefined when the statement fails. The columns must be
 * text: that is how exact digits, and bytes as hex, get through.
 */
export async function selectRows(
  dataset: Dataset,
  sql: string,
): Promise<Record<string, unknown>[] | undefined> {
  const { gdal, takeErrors } = await engine()
  takeErrors()
  try {
    const { layers } = await gdal.ogrinfo(dataset, ["-features", "-sql", sql])
    const features = takeErrors().length === 0 ? layers[0]?.features : undefined
    return features?.map(({ properties }) => properties)
  } catch (error) {
    // A failing statement rejects with a number and a message that is often empty.
    if (error instanceof Error) throw error
    return undefined
  }
}

/** What PROJ makes of the system of a dataset's first layer; undefined when it makes nothing of it. */
export async function describeCrs(name: string): Promise<ProjJson | undefined> {
  const dataset = await openDataset(name)
  if (!dataset) return undefined
  const { gdal } = await engine()
  const { layers } = await gdal.ogrinfo(dataset, [])
  await gdal.close(dataset)
  return layers[0]?.geometryFields[0]?.coordinateSystem?.projjson
}

/**
 * Reprojects a shapefile of the current folder to longitude and latitude into another.
 * A record that cannot be reprojected is left out.
 *
 * The target is EPSG:4326, taken as equal to 4490: PROJ knows no way from most foreign datums to CGCS2000
 * and then silently leaves the datum shift out, which puts S-JTSK (EPSG:5514) 125 m off. The engine's own
 * call for lists of points is not used: it writes past its memory and spoils later answers.
 */
export async function reprojectShapefile(from: string, to: string, epsg: number): Promise<boolean> {
  const dataset = await openDataset(`${from}.shp`)
  if (!dataset) return false
  const { gdal } = await engine()
  const systems = ["-s_srs", `EPSG:${epsg}`, "-t_srs", "EPSG:4326"]
  await gdal.ogr2ogr(dataset, ["-f", "ESRI Shapefile", ...systems, "-skipfailures"], to)
  await gdal.close(dataset)
  return true
}
