import type { Sql } from "../db/sql.ts"
import { Exact } from "../../geodata/units.ts"
import { type Content, type Entry, textOf } from "./entry.ts"
import {
  accepted,
  claimByName,
  type Context,
  contentOf,
  type ImportKind,
  planRecords,
  referToParcels,
} from "./judging.ts"
import type { Ledger } from "./ledger.ts"

const AREA = { digits: 12 }

const BUILDING: Ledger = {
  name: "building",
  table: "core.building",
  id: ["building_id"],
  key: ["parcel_id", "name"],
  content: {
    storeys: "text",
    floor_area_m2: AREA,
    vacant_floor_area_m2: AREA,
    vacant_from_on: "text",
  },
  whenNew: { vacant_floor_area_m2: "0" },
  versions: "record",
}

const checkVacancy = ({ floor_area_m2: floor, vacant_floor_area_m2: vacant }: Content) =>
  floor != null && vacant != null && new Exact(vacant).gt(floor)
    ? { pointer: "vacantFloorAreaM2", rule: "vacancy-exceeds", message: "闲置面积大于建筑面积。" }
    : undefined

async function judge(sql: Sql, entries: readonly Entry[], context: Context): Promise<void> {
  for (const entry of entries) claimByName(entry, "building", ["parcelCode", "name"])
  await referToParcels(sql, entries, context)
  const drafts = accepted(entries).map((entry) => {
    const name = textOf(entry, "name") ?? ""
    const key = { parcel_id: String(entry.targetId), name }
    return { entry, key, given: contentOf(entry, BUILDING) }
  })
  await planRecords(sql, BUILDING, drafts, checkVacancy)
}

export const buildings: ImportKind = { ledgers: [BUILDING], judge }
