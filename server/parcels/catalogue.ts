/**
 * The one closed list of what may be asked of a parcel: filter and sort names, list columns, tile
 * attributes, summary and export columns are all taken from here. A name from a client is looked up in
 * the list of its audience and never reaches a statement.
 */
import type { Audience } from "../db/audience.ts"
import { GRADES, LAND_USE_SCHEMES, LIFECYCLES, PROJECT_STATUSES } from "./closed-values.ts"
import { columnsOf, type Field, field, fieldsFor, listField, type Named } from "./field.ts"
import {
  CONTRACT,
  FIRMS,
  FLAGS,
  FLOOR,
  GRADE,
  MAIN_FIRM,
  metricRelation,
  STANDING,
} from "./relations.ts"

const land = columnsOf({ table: "core.parcel_version", alias: "v", feed: "land" })
const standing = columnsOf({
  table: "core.parcel_standing",
  alias: "standing",
  relation: STANDING,
  feed: "standing",
})
const availability = columnsOf({
  table: "core.parcel_standing",
  alias: "standing",
  relation: STANDING,
  feed: "availability",
})
const graded = columnsOf({
  table: "assess.parcel_grade",
  alias: "grade",
  relation: GRADE,
  feed: "grade",
})
const mainFirm = columnsOf({
  table: "core.enterprise_version",
  alias: "main_firm",
  relation: MAIN_FIRM,
})
const contract = columnsOf({ table: "core.land_contract", alias: "contract", relation: CONTRACT })
const floor = columnsOf({ table: "core.building", alias: "floor", relation: FLOOR })

/** An indicator's amount and its value per mu (domain rule G-08), of the year asked about. */
function metric(indicator: string, zh: string, en: string, unit: string) {
  const alias = `metric_${indicator.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`
  const relation = metricRelation(indicator, alias)
  const column = columnsOf({ table: "fin.parcel_metric", alias, relation, feed: "metric" })
  return {
    amount: column("number", "amount", zh, en, { unit }),
    perMu: column("number", "per_mu", `亩均${zh}`, `${en} per mu`, {
      unit: `${unit}/亩`,
      ratio: {
        amount: (sql) => sql(`${alias}.amount`),
        areaMu: (sql) => sql(`${alias}.area_mu`),
      },
    }),
  }
}

const M2 = { unit: "m²" }
const PER_MU = { unit: "万元/亩" }

const TAX = metric("taxWanYuan", "税收", "tax", "万元")
const VALUE_ADDED = metric("valueAddedWanYuan", "增加值", "value added", "万元")
const REVENUE = metric("revenueWanYuan", "营业收入", "revenue", "万元")
const ENERGY = metric("energyTce", "综合能耗", "energy", "吨标煤")
const EMISSION = metric("emissionT", "排放量", "emission", "吨")
const POWER = metric("powerWanKwh", "用电量", "power", "万千瓦时")
const STAFF = metric("averageStaff", "平均用工人数", "staff", "人")
const RD = metric("rdWanYuan", "研发费用", "R&D", "万元")
const TECH_INVEST = metric("techInvestWanYuan", "技改投资", "technology investment", "万元")
const NEW_PROJECT_INVEST = metric(
  "newProjectInvestWanYuan",
  "新项目投资",
  "new project investment",
  "万元",
)
const NET_PROFIT = metric("netProfitWanYuan", "净利润", "net profit", "万元")
const NET_ASSETS = metric("netAssetsWanYuan", "净资产", "net assets", "万元")

export const FIELDS = {
  id: land("number", "parcel_id", "编号", "id"),
  parcelCode: land("text", "parcel_code", "宗地代码", "parcel code"),
  unitCode: land("text", "unit_code", "不动产单元代码", "real-estate unit code"),
  name: land("text", "name", "名称", "name"),
  location: land("text", "location", "坐落", "location"),
  landUse: land("text", "land_use_code", "土地用途", "land use"),
  landUseScheme: land("text", "land_use_scheme", "用途分类标准", "land-use scheme", {
    values: LAND_USE_SCHEMES,
  }),
  areaMu: land("number", "area_mu", "面积", "area", { unit: "亩" }),
  legalAreaM2: land("number", "legal_area_m2", "法定面积", "legal area", M2),
  certifiedAreaM2: land("number", "certified_area_m2", "证载面积", "certified area", M2),
  contractAreaM2: land("number", "contract_area_m2", "合同面积", "contract area", M2),
  surveyedAreaM2: land("number", "surveyed_area_m2", "实测面积", "surveyed area", M2),
  geomAreaM2: land("number", "geom_area_m2", "图形面积", "geometry area", M2),
  approvedOn: land("day", "approved_on", "农转用或征收批准日期", "approved on"),
  lifecycle: standing("text", "lifecycle", "存量类型", "life cycle", { values: LIFECYCLES }),
  projectStatus: standing("text", "project_status", "项目状态", "project status", {
    values: PROJECT_STATUSES,
  }),
  available: availability("boolean", "available", "可供招商", "available"),
  suspected: field("boolean", "疑似闲置低效", "suspected", {
    reads: ["core.suspicion.parcel_id", "core.suspicion.superseded_at"],
    expression: (sql) =>
      sql`exists (select from core.suspicion s where s.parcel_id = v.parcel_id and s.superseded_at is null)`,
    feed: "suspicion",
  }),
  flagRule: listField("命中规则", "flag rule", {
    relation: FLAGS,
    reads: ["core.suspicion.rule"],
    expression: (sql) => sql`flags.rules`,
    feed: "suspicion",
  }),
  determined: field("boolean", "已认定闲置低效", "determined", {
    reads: ["core.determination.parcel_id", "core.determination.ended_on"],
    expression: (sql) =>
      sql`exists (select from core.determination d where d.parcel_id = v.parcel_id and d.ended_on is null)`,
    feed: "determination",
  }),
  grade: graded("text", "grade", "亩均评价等级", "grade", { values: GRADES }),
  holder: mainFirm("text", "name", "主要用地企业", "main enterprise"),
  firms: listField("用地企业", "enterprises", {
    relation: FIRMS,
    reads: ["core.enterprise_version.name"],
    expression: (sql) => sql`firms.names`,
  }),
  firmCount: field(
    "number",
    "用地企业数",
    "enterprise count",
    {
      relation: FIRMS,
      reads: ["core.occupancy.enterprise_id"],
      expression: (sql) => sql`coalesce(firms.firm_count, 0)`,
    },
    { unit: "家" },
  ),
  aboveScale: mainFirm("boolean", "above_scale", "规上企业", "above scale"),
  industryCode: mainFirm("text", "industry_code", "行业代码", "industry code"),
  signedOn: contract("day", "signed_on", "合同签订日期", "contract signed on"),
  agreedStart: contract("day", "agreed_start_on", "约定动工日期", "agreed start"),
  supplementStart: contract(
    "day",
    "supplement_start_on",
    "补充协议约定动工日期",
    "supplementary start",
  ),
  taxCommitPerMu: contract(
    "number",
    "tax_per_mu_wan_yuan",
    "约定亩均税收",
    "committed tax per mu",
    PER_MU,
  ),
  outputCommitPerMu: contract(
    "number",
    "output_per_mu_wan_yuan",
    "约定亩均产值",
    "committed output per mu",
    PER_MU,
  ),
  investCommitPerMu: contract(
    "number",
    "invest_per_mu_wan_yuan",
    "约定投资强度",
    "committed investment per mu",
    PER_MU,
  ),
  floorM2: floor("number", "floor_area_m2", "建筑面积", "floor area", M2),
  vacantFloorM2: floor("number", "vacant_floor_area_m2", "空置建筑面积", "vacant floor area", M2),
  taxPerMu: TAX.perMu,
  valueAddedPerMu: VALUE_ADDED.perMu,
  revenuePerMu: REVENUE.perMu,
  energyPerMu: ENERGY.perMu,
  emissionPerMu: EMISSION.perMu,
  powerPerMu: POWER.perMu,
  staffPerMu: STAFF.perMu,
  rdPerMu: RD.perMu,
  techInvestPerMu: TECH_INVEST.perMu,
  newProjectInvestPerMu: NEW_PROJECT_INVEST.perMu,
  netProfitPerMu: NET_PROFIT.perMu,
  netAssetsPerMu: NET_ASSETS.perMu,
  taxWanYuan: TAX.amount,
  valueAddedWanYuan: VALUE_ADDED.amount,
  revenueWanYuan: REVENUE.amount,
  energyTce: ENERGY.amount,
  emissionT: EMISSION.amount,
  powerWanKwh: POWER.amount,
  averageStaff: STAFF.amount,
  rdWanYuan: RD.amount,
  techInvestWanYuan: TECH_INVEST.amount,
  newProjectInvestWanYuan: NEW_PROJECT_INVEST.amount,
  netProfitWanYuan: NET_PROFIT.amount,
  netAssetsWanYuan: NET_ASSETS.amount,
} satisfies Record<string, Field>

export type FieldName = keyof typeof FIELDS
export type NamedField = Named<FieldName>

/** The fields of one audience by name, in the order of the list. */
export type Catalogue = ReadonlyMap<string, NamedField>

/** Touched by every query of parcels. */
const ALWAYS = ["parcel_id", "superseded_at", "valid_from", "valid_to", "geom"].map(
  (column) => `core.parcel_version.${column}`,
)

const catalogues = new Map<Audience, Catalogue>()

/**
 * What an audience may ask of a parcel: each field whose every place it may read, by the matrix alone.
 * Empty for an audience without business data, which is then answered without a query.
 */
export function catalogueOf(audience: Audience): Catalogue {
  const known = catalogues.get(audience)
  if (known) return known
  const catalogue = fieldsFor<FieldName>(audience, FIELDS, ALWAYS)
  catalogues.set(audience, catalogue)
  return catalogue
}

/** A point inside a parcel, where its name is written, in degrees of EPSG:4490. */
const place = (zh: string, en: string, expression: Field["expression"]) =>
  field("number", zh, en, { reads: ["core.parcel_version.geom"], expression, feed: "land" })
const PLACES = {
  lon: place("经度", "longitude", (sql) => sql`ST_X(ST_PointOnSurface(v.geom))`),
  lat: place("纬度", "latitude", (sql) => sql`ST_Y(ST_PointOnSurface(v.geom))`),
}

/** What a map may ask of a parcel: what lists may, and where to write on it. */
export type MapField = Named<FieldName | keyof typeof PLACES>

/** A field that a map names, as the audience has it; a list of values has no place on a map. */
export function findMapField(catalogue: Catalogue, name: string): MapField | undefined {
  // Whoever has a catalogue reads outlines.
  if (name === "lon" || name === "lat")
    return catalogue.size > 0 ? { ...PLACES[name], name } : undefined
  const named = catalogue.get(name)
  return named && !named.many ? named : undefined
}

/** Whose use of land is kept day by day; the rest of what is told of a firm is told as of now. */
const OF_USE: ReadonlySet<FieldName> = new Set(["holder", "firms", "firmCount"])

/** Whether a value is that of the legal day or the fiscal year asked about, and not only that of today. */
const isDated = ({ name, feed }: NamedField) =>
  feed === "land" || feed === "grade" || feed === "metric" || OF_USE.has(name)

const datedCatalogues = new Map<Audience, Catalogue>()

/**
 * What an audience may ask of a parcel as of a past day. Life-cycle class, suspicions, contracts and floor are
 * kept as they stand now alone: as if of that day they would be wrong.
 */
export function datedCatalogueOf(audience: Audience): Catalogue {
  const known = datedCatalogues.get(audience)
  if (known) return known
  const dated = new Map([...catalogueOf(audience)].filter(([, field]) => isDated(field)))
  datedCatalogues.set(audience, dated)
  return dated
}

type ValueOf<F> = F extends { many: true }
  ? string[]
  : F extends { type: "number" }
    ? number
    : F extends { type: "boolean" }
      ? boolean
      : string

/** What a parcel says to an audience: its fields alone; null is not known, never zero. */
export type ParcelValues = {
  [Name in FieldName]?: ValueOf<(typeof FIELDS)[Name]> | null
}
