import { z } from "zod"
import { Author } from "../comments/schema.ts"

const UNKNOWN = "有不认识的参数"
const CONTROL = /\p{Cc}|\p{Cs}/u
/** Corners of an area; the last, which repeats the first, is not counted. */
const MOST_CORNERS = 500
/** Where the map's square of tiles ends, degrees. */
const MOST_LATITUDE = 85.05

/** Whom a view or area is shown to: its author; the author's role; whoever holds a role with business data. */
const Shared = z.enum(["own", "role", "staff"])

const Name = z
  .string()
  .trim()
  .min(1, "不能为空")
  .max(100, "至多 100 个字符")
  .refine((name) => !CONTROL.test(name), "有控制字符")

/** What begins with ? stays on the page that it is put to: it names neither another site nor another path. */
const Query = z
  .string()
  .max(4_000, "至多 4000 个字符")
  .refine((query) => query === "" || query.startsWith("?"), "应为空或以 ? 开头")
  .refine((query) => !CONTROL.test(query) && !query.includes("#"), "有地址中不能有的字符")
  .describe("query string of the workspace, as the address bar has it")

const TourOrder = z
  .int("应为 1 至 999 的整数")
  .min(1, "应为 1 至 999 的整数")
  .max(999, "应为 1 至 999 的整数")
  .nullable()
  .describe("place in the wall tour; null takes no part")

export const NewView = z.strictObject(
  { name: Name, query: Query, shared: Shared.default("own"), tourOrder: TourOrder.default(null) },
  UNKNOWN,
)
export type NewView = z.infer<typeof NewView>

export const ViewChange = z.strictObject(
  {
    name: Name.optional(),
    query: Query.optional(),
    shared: Shared.optional(),
    tourOrder: TourOrder.optional(),
  },
  UNKNOWN,
)
export type ViewChange = z.infer<typeof ViewChange>

export const IdParam = z.object({ id: z.uuid("应为编号") })

export const SavedView = z
  .strictObject({
    id: z.uuid(),
    name: z.string(),
    query: z.string(),
    shared: Shared,
    tourOrder: z.int().nullable(),
    author: Author,
    own: z.boolean().describe("the reader may change, share and remove it"),
    version: z.int().describe('for If-Match, as "v3"'),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ ref: "SavedView" })
export type SavedView = z.infer<typeof SavedView>

const all = { total: z.int(), next: z.null() }
export const ViewList = z.strictObject({ items: z.array(SavedView), ...all })
export type ViewList = z.infer<typeof ViewList>

const Place = z
  .tuple([
    z.number().min(-180, "应为经度").max(180, "应为经度"),
    z.number().min(-MOST_LATITUDE, "应为纬度").max(MOST_LATITUDE, "应为纬度"),
  ])
  .describe("longitude, latitude in degrees (EPSG:4490)")

const Ring = z
  .array(Place)
  .min(4, "至少 3 个顶点")
  .max(MOST_CORNERS + 1, `至多 ${MOST_CORNERS} 个顶点`)

export const NewArea = z.strictObject(
  {
    name: Name,
    ring: Ring.refine((ring) => isSame(ring[0], ring.at(-1)), "最后一点应与第一点相同"),
    shared: Shared.default("own"),
  },
  UNKNOWN,
)
export type NewArea = z.infer<typeof NewArea>

const isSame = (a: number[] | undefined, b: number[] | undefined) =>
  a?.[0] === b?.[0] && a?.[1] === b?.[1]

export const NamedArea = z
  .strictObject({
    id: z.uuid(),
    name: z.string(),
    ring: Ring.describe("closed: the last corner is the first"),
    shared: Shared,
    author: Author,
    own: z.boolean(),
    createdAt: z.iso.datetime(),
  })
  .meta({ ref: "NamedArea" })
export type NamedArea = z.infer<typeof NamedArea>

export const AreaList = z.strictObject({ items: z.array(NamedArea), ...all })
export type AreaList = z.infer<typeof AreaList>
