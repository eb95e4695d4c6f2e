import { z } from "zod"
import {
  normaliseParcelCode,
  parseParcelCode,
  parseUnitCode,
} from "../../geodata/codes/parcel-code.ts"
import { isDay } from "../../geodata/days.ts"
import { FIELDS } from "./catalogue.ts"
import { readBox } from "./cql2-area.ts"
import type { Field } from "./field.ts"

/** A name that nobody knows is refused: a misspelt filter would select everything. */
const UNKNOWN = "有不认识的参数"
const DECIMAL = /^-?\d{1,3}(?:\.\d{1,15})?$/
const CONTROL = /\p{Cc}/u
const LARGEST_ID = 2_147_483_647

export const Day = z.string().refine(isDay, "应为 YYYY-MM-DD 格式的日期").meta({ format: "date" })
export const Year = z.coerce
  .number("应为年份")
  .int("应为年份")
  .min(1990, "应为 1990 至 2100 年")
  .max(2100, "应为 1990 至 2100 年")

const BBox = z
  .string()
  .transform((text, context) => {
    const parts = text.split(",")
    const found = parts.every((part) => DECIMAL.test(part)) ? readBox(parts.map(Number)) : undefined
    if (found) return found.box
    context.addIssue("应为 西,南,东,北 四个经纬度，西小于东，南小于北")
    return z.NEVER
  })
  .describe("west,south,east,north in degrees (CRS84)")

/** What narrows a selection: the same in list, summary, map and export. */
export const selectionShape = {
  bbox: BBox.optional(),
  filter: z
    .string()
    .max(8_192)
    .optional()
    .describe("CQL2 text over the names of /api/filter-names"),
  q: z
    .string()
    .trim()
    .max(100)
    .refine((text) => !CONTROL.test(text), "有控制字符")
    .optional()
    .describe("text in name, code or firm"),
  year: Year.optional().describe("fiscal year of grades and figures; the latest there is"),
}

/** The legal day that parcels are shown as of. */
export const On = Day.optional().describe("legal day, not after today; absent: today")

export const SelectionQuery = z.strictObject({ ...selectionShape, on: On }, UNKNOWN)

const Sort = z
  .string()
  .max(64)
  .optional()
  .describe("a name of /api/filter-names, - before it for descending")

export const OrderQuery = z.strictObject({ ...selectionShape, sort: Sort, on: On }, UNKNOWN)

/** Parcels that may be read by their ids at once. */
const MOST_IDS = 200
const Ids = z
  .string()
  .regex(/^[1-9]\d{0,9}(,[1-9]\d{0,9})*$/, "应为以逗号分隔的宗地编号")
  .transform((text) => [...new Set(text.split(",").map(Number))])
  .refine((ids) => ids.length <= MOST_IDS, `至多 ${MOST_IDS} 宗`)
  .refine((ids) => ids.every((id) => id <= LARGEST_ID), "编号超出范围")
  .describe("these parcels in this order; who is unknown or not seen is not there")

export const ListQuery = z
  .strictObject(
    {
      ...selectionShape,
      sort: Sort,
      limit: z.coerce.number("应为 1 至 1000 的整数").int().min(1).max(1000).default(100),
      cursor: z.string().max(6_000).optional(),
      ids: Ids.optional(),
      on: On,
    },
    UNKNOWN,
  )
  .refine(
    ({ ids, bbox, filter, q, sort, cursor }) =>
      ids === undefined || [bbox, filter, q, sort, cursor].every((other) => other === undefined),
    { path: ["ids"], message: "只能与 year、on 一起使用" },
  )

export const DetailQuery = z.strictObject(
  {
    validOn: Day.optional(),
    knownAt: z.iso.datetime({ offset: true }).optional(),
    year: Year.optional(),
  },
  UNKNOWN,
)

/** The id of a parcel or firm in an address; undefined for anything that cannot be one. */
export function readId(text: string): number | undefined {
  const id = /^[1-9]\d{0,9}$/.test(text) ? Number(text) : undefined
  return id !== undefined && id <= LARGEST_ID ? id : undefined
}

const Text = (most: number) =>
  z
    .string()
    .trim()
    .min(1, "不能为空；没有则用 null")
    .max(most)
    .refine((text) => !CONTROL.test(text), "有控制字符")

/** m² with at most two decimals, as the records keep it. */
const AreaM2 = z
  .number()
  .positive("须大于 0")
  .max(1e11)
  .refine((areaM2) => /^\d+(\.\d{1,2})?$/.test(String(areaM2)), "至多两位小数")
  .nullable()

export const ParcelChange = z.strictObject(
  {
    name: Text(200).nullable().optional(),
    location: Text(200).nullable().optional(),
    landUseScheme: z
      .enum(["2023", "GB/T 21010-2017", "GB 50137-2011", "other"])
      .nullable()
      .optional(),
    landUseCode: z
      .string()
      .regex(/^[A-Za-z0-9]{1,12}$/, "应为 1 至 12 位字母或数字")
      .nullable()
      .optional(),
    parcelCode: z
      .string()
      .transform(normaliseParcelCode)
      .refine((code) => parseParcelCode(code) !== null, "应为 19 位宗地代码")
      .nullable()
      .optional(),
    unitCode: z
      .string()
      .transform(normaliseParcelCode)
      .refine((code) => parseUnitCode(code) !== null, "应为 28 位不动产单元代码")
      .nullable()
      .optional(),
    certifiedAreaM2: AreaM2.optional(),
    contractAreaM2: AreaM2.optional(),
    surveyedAreaM2: AreaM2.optional(),
    why: Text(500),
    validFrom: Day.optional().describe(
      "first day of the change; absent: the version is corrected for its whole time",
    ),
  },
  UNKNOWN,
)
export type ParcelChange = z.infer<typeof ParcelChange>

export const UndoRequest = z.strictObject({ why: Text(500).optional() }, UNKNOWN)

const Degrees = z.number()
export const Bounds = z
  .tuple([Degrees, Degrees, Degrees, Degrees])
  .describe("west, south, east, north")
export const Centre = z.tuple([Degrees, Degrees]).describe("longitude, latitude of a point inside")

const valueOf = ({ type, many, values, unit, zh }: Field) => {
  const one =
    type === "number"
      ? z.number()
      : type === "boolean"
        ? z.boolean()
        : values
          ? z.enum(values.map(({ value }) => value))
          : z.string()
  const value = many ? z.array(one) : one
  return value
    .nullable()
    .optional()
    .describe(unit ? `${zh}, ${unit}` : zh)
}

/** Exactly the audience's fields; null is not known. */
export const shapeOf = (fields: Record<string, Field>) =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, valueOf(field)]))
const fieldShape = shapeOf(FIELDS)

const ListedParcel = z
  .strictObject({ ...fieldShape, bounds: Bounds, centre: Centre })
  .meta({ ref: "ListedParcel" })

export const ParcelList = z.strictObject({
  items: z.array(ListedParcel),
  total: z.int(),
  next: z.string().nullable(),
  year: z.int().nullable(),
})

const MultiPolygon = z.object({
  type: z.literal("MultiPolygon"),
  coordinates: z.array(z.array(z.array(z.array(Degrees)))),
})

export const ParcelCollection = z.strictObject({
  type: z.literal("FeatureCollection"),
  numberMatched: z.int(),
  numberReturned: z.int(),
  next: z.string().nullable(),
  features: z.array(
    z.strictObject({
      type: z.literal("Feature"),
      id: z.int(),
      bbox: Bounds,
      geometry: MultiPolygon,
      properties: z.strictObject(fieldShape),
    }),
  ),
})

const Count = z.strictObject({ parcels: z.int(), areaMu: z.number() })
const Group = Count.extend({ value: z.string().nullable() })
const AggregateMetric = z.strictObject({
  perMu: z.number().nullable(),
  amount: z.number().nullable(),
  areaMu: z.number().nullable(),
  parcels: z.int(),
  missingParcels: z.int(),
})

export const ParcelSummary = z.strictObject({
  year: z.int().nullable(),
  total: Count,
  suspected: Count.optional(),
  determined: Count.optional(),
  byLifecycle: z.array(Group).optional(),
  byGrade: z.array(Group).optional(),
  byFlag: z.array(Group).optional(),
  byLandUse: z.array(Group.extend({ scheme: z.string().nullable() })).optional(),
  metrics: z.record(z.string(), AggregateMetric).optional(),
})

export const FloorSums = z.strictObject({
  floorM2: z.number().nullable().optional(),
  vacantFloorM2: z.number().nullable().optional(),
  known: z.int().optional().describe("parcels with buildings on record"),
  missing: z.int().optional(),
})

const Named = z.strictObject({ value: z.string(), zh: z.string(), en: z.string() })
export const FilterNames = z.strictObject({
  items: z.array(
    z.strictObject({
      name: z.string(),
      type: z.enum(["text", "number", "boolean", "day", "geometry"]),
      many: z.boolean(),
      sortable: z.boolean(),
      unit: z.string().nullable(),
      zh: z.string(),
      en: z.string(),
      values: z.array(Named).nullable(),
    }),
  ),
  total: z.int(),
  next: z.null(),
})
