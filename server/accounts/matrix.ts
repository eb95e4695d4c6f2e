import { parse } from "yaml"
import { z } from "zod"
import { AUDIENCES, type Audience, databaseRole, SERVICES } from "../db/audience.ts"
import type { Privilege } from "../db/privileges.ts"
import text from "./matrix.yaml?raw"

const Who = z.enum([...AUDIENCES, "granted", "nobody"])
type Who = z.infer<typeof Who>

const Column = z.string().regex(/^[a-z][a-z0-9_]*$/)
const Columns = z.strictObject({ columns: z.array(Column).min(1), by: z.array(Who).min(1) })
const Table = z.strictObject({
  read: z.array(Columns).default([]),
  own: Columns.optional(),
  insert: z.array(Who).default([]),
  update: Columns.optional(),
  delete: z.array(Who).default([]),
  rows: z.partialRecord(Who, z.string()).optional(),
})
const TableName = z.string().regex(/^[a-z]+\.[a-z_]+$/)
const Tables = z.array(TableName).default([])
/** Whole tables, or of a table only these columns. */
const Readable = z
  .array(z.union([TableName, z.record(TableName, z.array(Column).min(1))]))
  .default([])
const Matrix = z.object({
  tables: z.record(TableName, Table),
  services: z.record(
    z.enum(SERVICES),
    z.strictObject({ read: Readable, insert: Tables, update: Tables, delete: Tables }),
  ),
})
type Matrix = z.infer<typeof Matrix>

/** The audiences that a name of the matrix stands for. */
const meaning = (who: Who): readonly string[] => {
  if (who === "granted") return [databaseRole("plannerGranted"), databaseRole("leadGranted")]
  if (who === "planner") return [databaseRole("planner"), databaseRole("plannerGranted")]
  if (who === "lead") return [databaseRole("lead"), databaseRole("leadGranted")]
  return who === "nobody" ? [] : [databaseRole(who)]
}

const holds = (names: readonly Who[], role: string) =>
  names.some((who) => meaning(who).includes(role))

/** The named row condition of a role; a grant's own condition wins over the planner's or lead's. */
function rowsOf(rows: Partial<Record<Who, string>> | undefined, role: string): string | null {
  if (!rows) return null
  if (role.endsWith("_granted") && rows.granted) return rows.granted
  const named = (Object.keys(rows) as Who[]).find(
    (who) => who !== "granted" && meaning(who).includes(role),
  )
  return named ? (rows[named] ?? null) : "false"
}

/** Reads a matrix text into what each database role may do. @throws ZodError naming the place */
export function parseMatrix(source: string): Privilege[] {
  const matrix = Matrix.parse(parse(source, { merge: true }))
  return [...forAudiences(matrix), ...forServices(matrix)]
}

const forAudiences = ({ tables }: Matrix): Privilege[] =>
  Object.entries(tables).flatMap(([table, rule]) =>
    AUDIENCES.map(databaseRole)
      .map((role) => ({
        table,
        role,
        read: [...rule.read, ...(rule.own ? [rule.own] : [])]
          .filter(({ by }) => holds(by, role))
          .flatMap(({ columns }) => columns),
        insert: holds(rule.insert, role),
        update: rule.update && holds(rule.update.by, role) ? rule.update.columns : [],
        delete: holds(rule.delete, role),
        rows: rowsOf(rule.rows, role),
      }))
      .filter((p) => p.read.length > 0 || p.insert || p.update.length > 0 || p.delete),
  )

/** A service reads and updates the columns named for it, or every one that the matrix names for anybody. */
function forServices({ tables, services }: Matrix): Privilege[] {
  const allOf = (table: string, role: string) => {
    const columns = [...new Set(tables[table]?.read.flatMap((named) => named.columns))]
    if (columns.length === 0)
      throw new Error(`the matrix gives ${role} a table without columns: ${table}`)
    return columns
  }
  return Object.entries(services).flatMap(([role, { read, insert, update, delete: remove }]) => {
    const readable = new Map(
      read.flatMap((one) =>
        typeof one === "string" ? [[one, allOf(one, role)] as const] : Object.entries(one),
      ),
    )
    return [...new Set([...readable.keys(), ...insert, ...update, ...remove])].map((table) => ({
      table,
      role,
      read: readable.get(table) ?? [],
      insert: insert.includes(table),
      update: update.includes(table) ? allOf(table, role) : [],
      delete: remove.includes(table),
      rows: null,
    }))
  })
}

/** The product's matrix. */
export const PRIVILEGES: readonly Privilege[] = parseMatrix(text)

/** Whether an audience may read `schema.table.column`. */
export const mayRead = (audience: Audience, place: string): boolean => {
  const cut = place.lastIndexOf(".")
  const [table, column] = [place.slice(0, cut), place.slice(cut + 1)]
  const role = databaseRole(audience)
  return PRIVILEGES.some((p) => p.table === table && p.role === role && p.read.includes(column))
}
