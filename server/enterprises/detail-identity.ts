import { mayRead } from "../accounts/matrix.ts"
import type { Sql } from "../db/sql.ts"
import { columnsFor, text, toValues, truth, viewOf, whole } from "../parcels/granted.ts"
import type { Ask } from "./detail.ts"

const FIRM = viewOf("core.enterprise_version", "e", ["enterprise_id", "superseded_at"], {
  version: whole("version"),
  name: text("name"),
  industryCode: text("industry_code"),
  stage: text("stage"),
  aboveScale: truth("above_scale"),
  registeredOn: text("registered_on"),
})
const IDENTITY = viewOf("core.enterprise", "i", ["enterprise_id"], {
  creditCode: text("credit_code"),
})

/** What is on record of the firm now. @returns undefined where nothing is */
export async function findIdentity(sql: Sql, { audience, enterpriseId }: Ask) {
  const seesCode = mayRead(audience, "core.enterprise.credit_code")
  const [row] = await sql<Record<string, unknown>>`
    select ${columnsFor(sql, audience, FIRM)}
           ${seesCode ? sql`, ${columnsFor(sql, audience, IDENTITY)}` : sql``}
      from core.enterprise_version e
      join core.enterprise i on i.enterprise_id = e.enterprise_id
     where e.enterprise_id = ${enterpriseId} and e.superseded_at is null`
  if (!row) return undefined
  const { name, ...firm } = toValues(FIRM, row)
  return { name: name!, ...firm, ...toValues(IDENTITY, row) }
}

const NAMED = viewOf("core.enterprise_version", "e", ["enterprise_id", "version", "name"], {
  name: text("name"),
  from: text("recorded_at"),
  to: text("superseded_at"),
})

/**
 * Every name the firm has had on record, the latest first, with the instants from and until which it stood
 * there: when it was learned of, not when the register changed it.
 */
export async function listNames(sql: Sql, { audience, enterpriseId }: Ask) {
  const rows = await sql<Record<string, unknown>>`
    select ${columnsFor(sql, audience, NAMED)}
      from core.enterprise_version e
     where e.enterprise_id = ${enterpriseId}
     order by e.version desc`
  const names: { name: string; isCurrent: boolean; from?: string | null; to: string | null }[] = []
  for (const row of rows) {
    const { name, from, to } = toValues(NAMED, row)
    const later = names.at(-1)
    if (later && later.name === name) {
      if (from !== undefined) later.from = from
      continue
    }
    names.push({
      name: name!,
      isCurrent: to === null,
      ...(from === undefined ? {} : { from }),
      to: to ?? null,
    })
  }
  return names
}
