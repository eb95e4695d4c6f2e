/** What comments and attachments are about, and where its rows lie. */
export const SUBJECTS = {
  parcel: { table: "core.parcel", column: "parcel_id" },
  enterprise: { table: "core.enterprise", column: "enterprise_id" },
} as const

export type Subject = { kind: keyof typeof SUBJECTS; id: number }

type Named = { parcel?: number | undefined; enterprise?: number | undefined }

/** The one subject that is named; undefined where none or both are. */
export function subjectOf({ parcel, enterprise }: Named): Subject | undefined {
  if (parcel !== undefined && enterprise === undefined) return { kind: "parcel", id: parcel }
  if (enterprise !== undefined && parcel === undefined)
    return { kind: "enterprise", id: enterprise }
  return undefined
}
