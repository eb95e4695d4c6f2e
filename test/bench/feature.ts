import { VectorTile } from "@mapbox/vector-tile"
import { gunzipSync } from "node:zlib"
import { PbfReader } from "pbf"

/** What a tile holds of a parcel; undefined where it does not hold it. */
export function findFeature(
  { bytes, encoding }: { bytes: Buffer; encoding: string },
  id: number,
): Readonly<Record<string, unknown>> | undefined {
  const layer = new VectorTile(new PbfReader(encoding === "gzip" ? gunzipSync(bytes) : bytes))
    .layers["parcels"]
  for (let i = 0; i < (layer?.length ?? 0); i++) {
    const feature = layer!.feature(i)
    if (feature.id === id) return feature.properties
  }
  return undefined
}
