import type { Sql } from "../db/sql.ts"
import { Exact } from "../../geodata/units.ts"
import { type Content, type Entry, isRejected, reject, textOf } from "./entry.ts"
import { findMisfit, type Use } from "./fit.rules.ts"
import { findOccupied, listMisfitRows, misfitRule, sayMisfit } from "./fit.ts"
import {
  accepted,
  claimByName,
  type Context,
  contentOf,
  type Draft,
  type ImportKind,
  isOrdered,
  planRecords,
  referToEnterprises,
  referToParcels,
} from "./judging.ts"
import { keyOf, type Ledger } from "./ledger.ts"

const OCCUPANCY: Ledger = {
  name: "occupancy",
  table: "core.occupancy",
  id: ["occupancy_id"],
  key: ["parcel_id", "enterprise_id", "kind", "from_on"],
  content: {
    lessor_id: "text",
    land_area_m2: { digits: 12 },
    floor_area_m2: { digits: 12 },
    far: { digits: 4 },
    to_on: "text",
  },
  versions: null,
  keepsRow: true,
}

async function judge(sql: Sql, entries: readonly Entry[], context: Context): Promise<void> {
  for (const entry of entries)
    claimByName(entry, "occupancy", ["creditCode", "parcelCode", "kind", "fromOn"])
  await referToParcels(sql, entries, context)
  const firms = await referToEnterprises(sql, entries, ["creditCode", "lessorCreditCode"])
  const drafts = accepted(entries).map((entry) => draftUse(entry, firms))
  await planRecords(sql, OCCUPANCY, drafts, checkUse)
}

function draftUse(entry: Entry, firms: ReadonlyMap<string, number>): Draft {
  const of = (field: string) => textOf(entry, field) ?? ""
  const given = contentOf(entry, OCCUPANCY)
  const lessor = textOf(entry, "lessorCreditCode")
  if (lessor !== undefined) given["lessor_id"] = String(firms.get(lessor))
  const { floor_area_m2: floor, far } = given
  // Leased floor becomes land by the plot ratio of the lessor's parcel.
  if (given["land_area_m2"] == null && floor != null && far != null)
    given["land_area_m2"] = new Exact(floor).div(far).toDecimalPlaces(2).toFixed()
  const key = {
    parcel_id: String(entry.targetId),
    enterprise_id: String(firms.get(of("creditCode"))),
    kind: of("kind"),
    from_on: of("fromOn"),
  }
  return { entry, key, given }
}

const fault = (pointer: string, rule: string, message: string) => ({ pointer, rule, message })

function checkUse(values: Content) {
  const { land_area_m2: land, floor_area_m2: floor, far, lessor_id: lessor } = values
  if (land == null)
    return fault("landAreaM2", "value-missing", "没有用地面积，也没有可以折算的建筑面积和容积率。")
  if (!isOrdered(values["from_on"], values["to_on"]))
    return fault("toOn", "days-out-of-order", "终止日期应晚于起始日期。")
  if (lessor != null && values["kind"] !== "leasedIn")
    return fault("lessorCreditCode", "lessor-unfit", "只有租入才有出租方。")
  if (lessor != null && lessor === values["enterprise_id"])
    return fault("lessorCreditCode", "lessor-unfit", "出租方不能是承租企业自己。")
  if (
    floor != null &&
    far != null &&
    new Exact(land).minus(new Exact(floor).div(far)).abs().gt("0.01")
  )
    return fault("landAreaM2", "floor-unfit", "用地面积与建筑面积除以容积率不符。")
  return undefined
}

/** Rejects all changes of a parcel whose uses would not fit: no single row of them is the wrong one. */
async function settle(sql: Sql, entries: readonly Entry[]): Promise<void> {
  const changing = accepted(entries).filter(({ records }) =>
    records.some(({ state }) => state !== "unchanged"),
  )
  const byParcel = new Map<number, Entry[]>()
  for (const entry of changing) {
    const parcelId = entry.targetId ?? 0
    byParcel.set(parcelId, [...(byParcel.get(parcelId) ?? []), entry])
  }
  const occupied = await findOccupied(sql, [...byParcel.keys()])
  for (const [parcelId, rows] of byParcel) {
    const { uses = [], lands = [] } = occupied.get(parcelId) ?? {}
    const changed = rows.flatMap(({ records }) => records)
    const keys = new Set(changed.map(({ values }) => keyOf(OCCUPANCY, values)))
    const staying = uses.filter((use) => !keys.has(keyOfUse(use)))
    const misfit = findMisfit([...staying, ...changed.map(({ values }) => toUse(values))], lands)
    if (!misfit) continue
    for (const entry of rows) {
      const message = sayMisfit(textOf(entry, "parcelCode") ?? null, misfit)
      if (!isRejected(entry)) reject(entry, "landAreaM2", misfitRule, message)
    }
  }
}

const keyOfUse = ({ parcelId, enterpriseId, kind, fromOn }: Use & { parcelId: number }) =>
  keyOf(OCCUPANCY, {
    parcel_id: String(parcelId),
    enterprise_id: String(enterpriseId),
    kind,
    from_on: fromOn,
  })

const toUse = (values: Content): Use => ({
  enterpriseId: Number(values["enterprise_id"]),
  kind: values["kind"] as Use["kind"],
  lessorId: values["lessor_id"] == null ? null : Number(values["lessor_id"]),
  landAreaM2: values["land_area_m2"] ?? "0",
  fromOn: values["from_on"] ?? "",
  toOn: values["to_on"] ?? null,
})

export const occupancy: ImportKind = {
  ledgers: [OCCUPANCY],
  judge,
  settle,
  listBreaches: listMisfitRows,
}
