import { expect, test } from "vitest"
import { mayRead, parseMatrix, PRIVILEGES } from "../../server/accounts/matrix.ts"
import { AUDIENCES, databaseRole, SERVICES } from "../../server/db/audience.ts"

/** Audiences that may see an enterprise's figures. */
const FIGURES = ["assessor", "plannerGranted", "leadGranted"] as const

const NO_SERVICES = "services: { svc_auth: {}, svc_derive: {}, svc_sample: {}, svc_tiles: {} }"

const readersOf = (table: string) =>
  AUDIENCES.filter((audience) =>
    PRIVILEGES.some(
      ({ table: named, role, read }) =>
        named === table && role === databaseRole(audience) && read.length > 0,
    ),
  )
const tables = [...new Set(PRIVILEGES.map(({ table }) => table))]

test("nobody but assessor and granted reads a table of figures", () => {
  const confidential = tables.filter((table) => table.startsWith("fin."))
  expect(confidential.length).toBeGreaterThan(2)
  for (const table of confidential)
    for (const audience of readersOf(table)) expect(FIGURES, table).toContain(audience)
})

test("tax stays hidden from planner and lead until a named grant", () => {
  const place = "fin.indicator_value.value"
  expect(AUDIENCES.filter((audience) => mayRead(audience, place)).toSorted()).toEqual(
    [...FIGURES].toSorted(),
  )
})

test("the raw rows of a tax import are the assessor's alone", () => {
  expect(readersOf("fin.staged_row")).toEqual(["assessor"])
})

test("a grant adds to what planner and lead may read and takes nothing away", () => {
  for (const [plain, granted] of [
    ["planner", "plannerGranted"],
    ["lead", "leadGranted"],
  ] as const)
    for (const { table, role, read } of PRIVILEGES)
      if (role === databaseRole(plain))
        for (const column of read) expect(mayRead(granted, `${table}.${column}`)).toBe(true)
})

test("public and investor read no column", () => {
  for (const audience of ["public", "investor"] as const)
    expect(PRIVILEGES.filter(({ role }) => role === databaseRole(audience))).toEqual([])
})

test("promotion sees land, grades and availability, and no suspicion, code or contract term", () => {
  for (const place of [
    "core.parcel_version.geom",
    "assess.parcel_grade.grade",
    "core.parcel_standing.available",
  ])
    expect(mayRead("promotion", place), place).toBe(true)
  for (const place of [
    "core.suspicion.rule",
    "core.parcel_version.parcel_code",
    "core.enterprise.credit_code",
    "core.land_contract.land_price_wan_yuan",
    "core.parcel_standing.lifecycle",
  ])
    expect(mayRead("promotion", place), place).toBe(false)
})

test("an administrator reads no business data, only the number of his own act", () => {
  const admin = PRIVILEGES.filter(({ role, read }) => role === "aud_admin" && read.length > 0)
  expect(admin.map(({ table, read }) => [table, read])).toEqual([["core.act", ["act_id"]]])
})

test("accounts, sessions and grants belong to svc_auth alone, and svc_auth to nothing else", () => {
  const roles = (table: string) =>
    PRIVILEGES.filter((privilege) => privilege.table === table).map(({ role }) => role)
  const accounts = tables.filter((table) => table.startsWith("auth."))
  expect(accounts).toHaveLength(4)
  for (const table of accounts) expect(roles(table)).toEqual(["svc_auth"])
  const reached = PRIVILEGES.filter(({ role }) => role === "svc_auth").map(({ table }) => table)
  expect(reached.toSorted()).toEqual([...accounts, "core.act"].toSorted())
})

test("the map's own service reads where parcels and zones lie, and no attribute of any", () => {
  const reached = PRIVILEGES.filter(({ role }) => role === "svc_tiles")
  expect(Object.fromEntries(reached.map(({ table, read }) => [table, read]))).toEqual({
    "core.cell_change": ["change_id", "tx", "scope", "cell", "at"],
    "core.parcel_version": ["parcel_id", "geom", "cell", "valid_from", "valid_to", "superseded_at"],
    "core.zone": ["zone_id", "name", "geom"],
  })
  expect(reached.flatMap(({ insert, update }) => [insert, ...update]).some(Boolean)).toBe(false)
})

test("nobody changes or removes an act, a grant, an account or a credential", () => {
  for (const { table, role, update, delete: remove } of PRIVILEGES) {
    if (table === "core.act") expect([role, update]).toEqual([role, []])
    if (table === "core.act" || (table.startsWith("auth.") && table !== "auth.session"))
      expect([role, remove]).toEqual([role, false])
  }
})

test("no audience removes records; only staging is emptied", () => {
  const removed = PRIVILEGES.filter(({ role, delete: remove }) => remove && role.startsWith("aud_"))
  expect(new Set(removed.map(({ table }) => table))).toEqual(
    new Set(["core.staged_row", "fin.staged_row"]),
  )
})

test("an unknown table, column or audience reads as hidden", () => {
  expect(mayRead("assessor", "fin.indicator_value.nothing")).toBe(false)
  expect(mayRead("assessor", "fin.nothing.value")).toBe(false)
  expect(mayRead("assessor", "value")).toBe(false)
})

test("planner stands for its granted audience, granted for both and for nobody else", () => {
  const privileges = parseMatrix(`
tables:
  core.thing:
    read: [{ columns: [a], by: [planner] }, { columns: [b], by: [granted] }]
${NO_SERVICES}`)
  expect(privileges.map(({ role, read }) => [role, read])).toEqual([
    ["aud_planner", ["a"]],
    ["aud_planner_granted", ["a", "b"]],
    ["aud_lead_granted", ["b"]],
  ])
})

test("rows: a role that is not named sees none, a grant's own condition wins", () => {
  const privileges = parseMatrix(`
tables:
  core.thing:
    read: [{ columns: [a], by: [planner, assessor, admin] }]
    rows: { planner: "x", granted: "y", assessor: "z" }
${NO_SERVICES}`)
  expect(Object.fromEntries(privileges.map(({ role, rows }) => [role, rows]))).toEqual({
    aud_planner: "x",
    aud_planner_granted: "y",
    aud_assessor: "z",
    aud_admin: "false",
  })
})

test("a service reads every column that is named for anybody, or those that are named for it", () => {
  const privileges = parseMatrix(`
tables:
  core.thing: { read: [{ columns: [a], by: [planner] }, { columns: [b, a], by: [nobody] }] }
services: { svc_auth: { read: [core.thing] }, svc_derive: {}, svc_sample: {}, svc_tiles: { read: [{ core.thing: [b] }] } }`)
  expect(privileges.find(({ role }) => role === "svc_tiles")!.read).toEqual(["b"])
  expect(privileges.find(({ role }) => role === "svc_auth")).toMatchObject({
    read: ["a", "b"],
    insert: false,
    update: [],
    delete: false,
    rows: null,
  })
})

test("what the matrix does not know is refused, with its place", () => {
  const refused: [string, RegExp][] = [
    ["tables: { core.thing: { read: [{ columns: [a], by: [everybody] }] } }\nservices: {}", /by/],
    [
      "tables: { core.thing: { read: [{ columns: ['a; drop'], by: [planner] }] } }\nservices: {}",
      /columns/,
    ],
    ["tables: { thing: { read: [] } }\nservices: {}", /thing/],
    ["tables: { core.thing: { see: [] } }\nservices: {}", /see/],
    ["tables: {}\nservices: { svc_other: { read: [] } }", /svc_other/],
    [
      "tables: {}\nservices: { svc_auth: { read: [core.thing] }, svc_derive: {}, svc_sample: {}, svc_tiles: {} }",
      /core\.thing/,
    ],
  ]
  for (const [source, place] of refused) expect(() => parseMatrix(source)).toThrow(place)
})

test("each service and audience appears under the name of its database role", () => {
  const known = new Set<string>([...AUDIENCES.map(databaseRole), ...SERVICES])
  for (const { role } of PRIVILEGES) expect(known).toContain(role)
})
