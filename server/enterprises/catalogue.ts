/**
 * The one closed list of what may be asked of a firm: sort names, columns of the table and of the summary are
 * all taken from here. A name from a client is looked up in the list of its audience and never reaches a
 * statement.
 */
import type { Audience } from "../db/audience.ts"
import { FIELDS as PARCEL_FIELDS, type FieldName } from "../parcels/catalogue.ts"
import { GRADES } from "../parcels/closed-values.ts"
import { columnsOf, type Field, field, fieldsFor, type Named } from "../parcels/field.ts"
import type { Relation } from "../parcels/relations.ts"
import { PER_MU } from "../parcels/summary.ts"
import { figureRelation, GRADE, IDENTITY, LAND, PARCELS, YEAR_LAND } from "./relations.ts"

const firm = columnsOf({ table: "core.enterprise_version", alias: "e" })
const identity = columnsOf({ table: "core.enterprise", alias: "identity", relation: IDENTITY })
const graded = columnsOf({ table: "assess.enterprise_grade", alias: "grade", relation: GRADE })

const MU = { unit: "亩" }

/** Land on the day that the list is read for. */
const land = (column: string, zh: string, en: string) =>
  field(
    "number",
    zh,
    en,
    { relation: LAND, reads: [], expression: (sql) => sql(`land.${column}`) },
    MU,
  )

/** Per-mu values are rounded half-up as those of parcels are. */
export const PER_MU_DECIMALS = 8

/** An indicator's figure of the year, and the figure over the land in use in that year. */
function figures(indicator: string, perMuName: FieldName): [name: string, field: Field][] {
  const alias = `figure_${indicator.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`
  const figure = figureRelation(indicator, alias)
  const both: Relation = {
    reads: [...figure.reads, ...YEAR_LAND.reads],
    after: [figure, YEAR_LAND],
    join: (sql) => sql``,
  }
  const amount = PARCEL_FIELDS[indicator as FieldName]
  const perMu = PARCEL_FIELDS[perMuName]
  const more = ({ unit }: Field) => (unit === null ? {} : { unit })
  return [
    [
      perMuName,
      field(
        "number",
        perMu.zh,
        perMu.en,
        {
          relation: both,
          reads: [],
          expression: (sql) =>
            sql`case when year_land.mu > 0 then round(${sql(`${alias}.value`)} / year_land.mu, ${PER_MU_DECIMALS}) end`,
        },
        more(perMu),
      ),
    ],
    [
      indicator,
      field(
        "number",
        amount.zh,
        amount.en,
        { relation: figure, reads: [], expression: (sql) => sql(`${alias}.value`) },
        more(amount),
      ),
    ],
  ]
}

const FIGURES = Object.entries(PER_MU).map(([indicator, perMu]) => figures(indicator, perMu))

export const FIELDS: Record<string, Field> = {
  id: firm("number", "enterprise_id", "编号", "id"),
  name: firm("text", "name", "企业名称", "name"),
  creditCode: identity("text", "credit_code", "统一社会信用代码", "credit code"),
  industryCode: firm("text", "industry_code", "行业代码", "industry code"),
  aboveScale: firm("boolean", "above_scale", "规上企业", "above scale"),
  stage: firm("text", "stage", "经营状态", "stage"),
  registeredOn: firm("day", "registered_on", "成立日期", "registered on"),
  grade: graded("text", "grade", "亩均评价等级", "grade", { values: GRADES }),
  parcelCount: field(
    "number",
    "用地宗数",
    "parcels in use",
    {
      relation: PARCELS,
      reads: [],
      expression: (sql) => sql`coalesce(parcels.parcel_count, 0)`,
    },
    { unit: "宗" },
  ),
  ownedMu: land("owned_mu", "自有用地", "land owned"),
  leasedInMu: land("leased_in_mu", "租入用地", "land leased in"),
  leasedOutMu: land("leased_out_mu", "租出用地", "land leased out"),
  landMu: land("land_mu", "当前用地", "land in use"),
  yearLandMu: field(
    "number",
    "年度用地（按日加权）",
    "land in use over the year",
    { relation: YEAR_LAND, reads: [], expression: (sql) => sql`year_land.mu` },
    MU,
  ),
  ...Object.fromEntries(FIGURES.map(([perMu]) => perMu!)),
  ...Object.fromEntries(FIGURES.map(([, amount]) => amount!)),
}

/** Touched by every query of firms. */
const ALWAYS = ["core.enterprise_version.enterprise_id", "core.enterprise_version.superseded_at"]

/** The fields of one audience by name, in the order of the list. */
export type Catalogue = ReadonlyMap<string, Named>

const catalogues = new Map<Audience, Catalogue>()

/**
 * What an audience may ask of a firm: each field whose every place it may read, by the matrix alone. Empty for
 * an audience without business data, which is then answered without a query.
 */
export function catalogueOf(audience: Audience): Catalogue {
  const known = catalogues.get(audience)
  if (known) return known
  const catalogue = fieldsFor(audience, FIELDS, ALWAYS)
  catalogues.set(audience, catalogue)
  return catalogue
}
