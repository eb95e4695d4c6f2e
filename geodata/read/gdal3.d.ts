/** The part of gdal3.js that is used here; its Node entry comes without types. */
declare module "gdal3.js/node.js" {
  export type Dataset = { pointer: number; path: string; type: string }
  export type OgrField = { name: string; type: string }
  export type OgrFeature = { properties: Record<string, unknown>; fid: number }
  export type OgrLayer = {
    name: string
    featureCount: number
    fields: OgrField[]
    features?: OgrFeature[]
    geometryFields: { coordinateSystem?: { projjson?: { id?: { authority: string; code: number } } } }[]
  }
  export type Gdal = {
    open(path: string, openOptions?: string[]): Promise<{ datasets: Dataset[]; errors: unknown[] }>
    close(dataset: Dataset): Promise<void>
    ogrinfo(dataset: Dataset, options: string[]): Promise<{ layers: OgrLayer[] }>
    gdaltransform(positions: [number, number][], options: string[]): Promise<[number, number][]>
  }
  export default function initGdalJs(config: {
    path: string
    logHandler: (line: string) => void
    errorHandler: (line: string) => void
  }): Promise<Gdal>
}
