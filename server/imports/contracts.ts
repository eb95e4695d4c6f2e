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
const MONEY = { digits: 14 }
const PER_MU = { digits: 10 }
const RATIO = { digits: 4 }

const CONTRACT: Ledger = {
  name: "contract",
  table: "core.land_contract",
  id: ["contract_id"],
  key: ["parcel_id", "contract_no"],
  content: {
    supervision_no: "text",
    signed_on: "text",
    agreed_delivery_on: "text",
    delivered_on: "text",
    agreed_start_on: "text",
    supplement_start_on: "text",
    agreed_completion_on: "text",
    agreed_production_on: "text",
    target_check_on: "text",
    land_price_wan_yuan: MONEY,
    total_invest_wan_yuan: MONEY,
    dev_area_due_m2: AREA,
    invest_per_mu_wan_yuan: PER_MU,
    output_per_mu_wan_yuan: PER_MU,
    tax_per_mu_wan_yuan: PER_MU,
    far_min: RATIO,
    far_max: RATIO,
  },
  versions: "record",
}

const checkContract = ({ far_min: low, far_max: high }: Content) =>
  low != null && high != null && new Exact(high).lt(low)
    ? { pointer: "farMax", rule: "far-out-of-order", message: "容积率上限小于下限。" }
    : undefined

async function judge(sql: Sql, entries: readonly Entry[], context: Context): Promise<void> {
  for (const entry of entries) claimByName(entry, "contract", ["parcelCode", "contractNo"])
  await referToParcels(sql, entries, context)
  const drafts = accepted(entries).map((entry) => {
    const contractNo = textOf(entry, "contractNo") ?? ""
    const key = { parcel_id: String(entry.targetId), contract_no: contractNo }
    return { entry, key, given: contentOf(entry, CONTRACT) }
  })
  await planRecords(sql, CONTRACT, drafts, checkContract)
}

export const contracts: ImportKind = { ledgers: [CONTRACT], judge }
