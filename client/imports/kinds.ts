import type { UploadKind } from "./shapes.ts"

/** What each role may upload, as the contract has it; the server decides. */
export const KINDS_OF_ROLE: Record<string, readonly UploadKind[]> = {
  planner: ["parcels", "contracts", "projects", "buildings"],
  assessor: ["enterprises", "occupancy", "indicators"],
  promotion: ["projects", "buildings"],
}

/** Kinds that come with outlines; only those are asked for their coordinate system. */
export const DRAWN: ReadonlySet<UploadKind> = new Set(["parcels"])

/** Endings of the files that a kind may come in. */
export const ENDINGS = {
  drawn: ".geojson,.json,.zip,.shp,.gpkg,.kml,.kmz,.dxf,.fgb,.csv,.xlsx",
  table: ".csv,.xlsx",
}
