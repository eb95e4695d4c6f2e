import { type FileHandle, open } from "node:fs/promises"
import { PMTiles, type RangeResponse, type Source, TileType } from "pmtiles"
import { ConfigError } from "../config.ts"

/** Ranges of a file of this machine. */
class FileRanges implements Source {
  private readonly path: string
  private readonly file: FileHandle

  constructor(path: string, file: FileHandle) {
    this.path = path
    this.file = file
  }

  getKey(): string {
    return this.path
  }

  async getBytes(offset: number, length: number): Promise<RangeResponse> {
    const bytes = new Uint8Array(length)
    const { bytesRead } = await this.file.read(bytes, 0, length, offset)
    return { data: bytes.buffer.slice(0, bytesRead) }
  }
}

const TYPES: Partial<Record<TileType, string>> = {
  [TileType.Mvt]: "application/vnd.mapbox-vector-tile",
  [TileType.Png]: "image/png",
  [TileType.Jpeg]: "image/jpeg",
  [TileType.Webp]: "image/webp",
  [TileType.Avif]: "image/avif",
}

export type Archive = {
  contentType: string
  isVector: boolean
  minzoom: number
  maxzoom: number
  /** west, south, east, north in degrees */
  bounds: [number, number, number, number]
  attribution: string
  /** Names of the layers of vector tiles. */
  layers: string[]
  /** Null where there is no such tile. */
  tile: (z: number, x: number, y: number) => Promise<ArrayBuffer | null>
  close: () => Promise<void>
}

type Metadata = { attribution?: unknown; vector_layers?: { id?: unknown }[] }

/**
 * Opens a PMTiles file that the deployment brought along.
 * @throws ConfigError for one that is not there or not readable
 */
export async function openArchive(path: string): Promise<Archive> {
  const refuse = (cause: unknown) =>
    new ConfigError(`环境变量 MUTU_BASEMAP 有误：${path} 不是可读的 PMTiles 文件。`, { cause })
  const file = await open(path, "r").catch((cause: unknown) => {
    throw refuse(cause)
  })
  try {
    const tiles = new PMTiles(new FileRanges(path, file))
    const header = await tiles.getHeader()
    const { size } = await file.stat()
    if (header.tileDataOffset + (header.tileDataLength ?? 0) > size) throw new Error("cut short")
    const metadata = ((await tiles.getMetadata()) ?? {}) as Metadata
    const contentType = TYPES[header.tileType]
    if (!contentType) throw new Error("tiles of no known type")
    return {
      contentType,
      isVector: header.tileType === TileType.Mvt,
      minzoom: header.minZoom,
      maxzoom: header.maxZoom,
      bounds: [header.minLon, header.minLat, header.maxLon, header.maxLat],
      attribution: typeof metadata.attribution === "string" ? metadata.attribution : "",
      layers: (metadata.vector_layers ?? []).flatMap(({ id }) =>
        typeof id === "string" ? [id] : [],
      ),
      async tile(z, x, y) {
        const found = await tiles.getZxy(z, x, y)
        return found?.data ?? null
      },
      close: () => file.close(),
    }
  } catch (cause) {
    await file.close()
    throw refuse(cause)
  }
}
