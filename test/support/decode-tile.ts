import { classifyRings, VectorTile } from "@mapbox/vector-tile"
import { PbfReader } from "pbf"

/** x, y in tile units, y down; the first vertex is not repeated at the end. */
export type DecodedRing = [x: number, y: number][]

export type DecodedFeature = {
  id: number | undefined
  properties: Record<string, string | number | boolean>
  /** In the order of the tile, as the winding tells them apart: each a shell with its holes. */
  polygons: DecodedRing[][]
}

/** The features of each layer, by the reader that the map in the browser uses. */
export function decodeTile(bytes: Uint8Array): Record<string, DecodedFeature[]> {
  const { layers } = new VectorTile(new PbfReader(bytes))
  return Object.fromEntries(
    Object.entries(layers).map(([name, layer]) => [
      name,
      Array.from({ length: layer.length }, (_, index) => {
        const feature = layer.feature(index)
        const polygons = classifyRings(feature.loadGeometry()).map((polygon) =>
          polygon.map((ring) => ring.slice(0, -1).map(({ x, y }): [number, number] => [x, y])),
        )
        return { id: feature.id, properties: feature.properties, polygons }
      }),
    ]),
  )
}

/** A tile as text for golden tests: a line for each layer, feature and ring. */
export function describeTile(bytes: Uint8Array): string {
  if (bytes.length === 0) return "no bytes"
  const { layers } = new VectorTile(new PbfReader(bytes))
  const features = decodeTile(bytes)
  return Object.values(layers)
    .flatMap(({ name, version, extent }) => [
      `layer ${name}, version ${version}, extent ${extent}`,
      ...features[name]!.flatMap(describeFeature),
    ])
    .join("\n")
}

function describeFeature({ id, properties, polygons }: DecodedFeature): string[] {
  const rings = polygons.flatMap((polygon) =>
    polygon.map((ring, index) => {
      const vertices = ring.map(([x, y]) => `${x},${y}`).join(" ")
      return `  ${index === 0 ? "shell" : "hole"} ${vertices}`
    }),
  )
  return [`feature ${id} ${JSON.stringify(properties)}`, ...rings]
}

/** The raw `geometry` numbers of every feature in the tile: commands and zig-zag parameters. */
export function listGeometryCommands(bytes: Uint8Array): number[][] {
  return readMessages(bytes, 3).flatMap((layer) =>
    readMessages(layer, 2).flatMap((feature) =>
      readMessages(feature, 4).map((geometry) => {
        const reader = new PbfReader(geometry)
        const numbers: number[] = []
        while (reader.pos < geometry.length) numbers.push(reader.readVarint())
        return numbers
      }),
    ),
  )
}

/** The keys of every layer as they are stored, once for each time that they are stored. */
export const listStoredKeys = (bytes: Uint8Array): string[] =>
  readMessages(bytes, 3)
    .flatMap((layer) => readMessages(layer, 3))
    .map((key) => new TextDecoder().decode(key))

/** The values of every layer as they are stored: bytes in hexadecimal. */
export const listStoredValues = (bytes: Uint8Array): string[] =>
  readMessages(bytes, 3)
    .flatMap((layer) => readMessages(layer, 4))
    .map((value) => Buffer.from(value).toString("hex"))

/** Contents of the length-delimited fields of one number. */
function readMessages(bytes: Uint8Array, field: number): Uint8Array[] {
  return new PbfReader(bytes).readFields<Uint8Array[]>((tag, found, reader) => {
    if (tag === field) found.push(reader.readBytes())
  }, [])
}
