/** The part of gdal3.js that is used here; its Node entry comes without types. */
declare module "gdal3.js/node.js" {
  export type Dataset = { pointer: number; path: string; type: string }
  export type ProjJson = {
    id?: { authority: string; code: number }
    bbox?: {
      west_longitude: number
      south_latitude: number
      east_longitude: number
      north_latitude: number
    }
  }
  export type OgrLayer = {
    features?: { properties: Record<string, unknown> }[]
    geometryFields: { coordinateSystem?: { projjson?: ProjJson } }[]
  }
  export type Gdal = {
    open(path: string, openOptions?: string[]): Promise<{ datasets: Dataset[] }>
    close(dataset: Dataset): Promise<void>
    ogrinfo(dataset: Dataset, options: string[]): Promise<{ layers: OgrLayer[] }>
    ogr2ogr(dataset: Dataset, options: string[], outputName: string): Promise<unknown>
  }
  export default function initGdalJs(config: {
    path: string
    dest: string
    logHandler: (line: string) => void
    errorHandler: (line: string) => void
  }): Promise<Gdal>
}
