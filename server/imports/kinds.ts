import type { UploadKind } from "../../geodata/read/report.ts"
import type { Audience } from "../db/audience.ts"

const PLANNERS = ["planner", "plannerGranted"] as const satisfies Audience[]

/** Who may import what. The row policies of `core.import_batch` say the same of reading it again. */
const IMPORTERS: Record<UploadKind, readonly Audience[]> = {
  parcels: PLANNERS,
  contracts: PLANNERS,
  projects: [...PLANNERS, "promotion"],
  buildings: [...PLANNERS, "promotion"],
  enterprises: ["assessor"],
  occupancy: ["assessor"],
  indicators: ["assessor"],
}

export const UPLOAD_KINDS = Object.keys(IMPORTERS) as [UploadKind, ...UploadKind[]]

/** Everybody who may import something. */
export const EVERY_IMPORTER: readonly Audience[] = [...new Set(Object.values(IMPORTERS).flat())]

export const mayImport = (audience: Audience, kind: UploadKind): boolean =>
  IMPORTERS[kind].includes(audience)

/** Figures of named firms, or who uses which land: staged where only the assessor reads. */
export const isConfidential = (kind: UploadKind): boolean => mayImport("assessor", kind)

export type StagedTable = "core.staged_row" | "fin.staged_row"

export const stagedTableOf = (kind: UploadKind): StagedTable =>
  isConfidential(kind) ? "fin.staged_row" : "core.staged_row"
