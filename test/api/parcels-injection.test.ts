import { beforeAll, describe, expect, test } from "vitest"
import { PROBLEM_KINDS } from "../../server/http/problem.ts"
import { useDatabase } from "../support/database.ts"
import { openParcelApp, type ParcelApp, query } from "../support/parcel-app.ts"
import { insertPark } from "../support/park.ts"

const database = useDatabase()
let app: ParcelApp
beforeAll(async () => {
  app = openParcelApp(database.door)
  await insertPark(database.door, 30)
})

/** Ways into a statement: comment, stacked statement, union, time, error, encoding, pattern, type. */
const CORPUS = [
  "'",
  "''",
  "' OR '1'='1",
  "' OR 1=1 --",
  "'; drop table core.act; --",
  "'; select pg_sleep(5); --",
  "1; select pg_sleep(5)",
  "' union select null, password from auth.account --",
  "') or (select 1 from fin.parcel_metric) = 1 --",
  "areaMu > 1); drop table core.act; --",
  "areaMu > (select max(per_mu) from fin.parcel_metric)",
  "pg_sleep(5) = 1",
  "current_user = 'postgres'",
  "name = current_setting('app.actor')",
  "v.name = 'x'",
  '"name" = 1',
  "name = $$x$$",
  "name = E'\\x27'",
  "name = U&'\\0027'",
  "name::text = 'x'",
  "name || 'x' = 'y'",
  "name = 'x' /* */ and 1=1",
  "name = 'x' -- ",
  "areaMu = 1e308 and areaMu = -1e308",
  "areaMu = 1e99999999",
  "areaMu = NaN",
  "areaMu = 'NaN'",
  "areaMu = 0x10",
  "id in (select parcel_id from core.suspicion)",
  "S_INTERSECTS(geom, POLYGON((0 0, 1 0, 1 1, 0 0)); select 1)",
  "S_INTERSECTS(geom, POLYGON((0 0, 1 1, 0 1, 1 0, 0 0)))",
  "S_INTERSECTS(geom, POLYGON((NaN 0, 1 1, 0 1, NaN 0)))",
  "S_INTERSECTS(geom, POLYGON EMPTY)",
  "S_INTERSECTS(ST_MakeValid(geom), BBOX(1,2,3,4))",
  "name LIKE '\\'",
  "name LIKE '%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%'",
  "\u0000",
  "name = '\u0000'",
  "name = '\u202e'",
  "ｎａｍｅ ＝ ＇x＇",
  "name = ＇x＇",
  "${7*7}",
  "__proto__ = 1",
  "constructor = 1",
  "toString = 'x'",
  '{"$gt": 0}',
  "%",
  "%27",
  "\\",
  "\ud800",
  "(".repeat(500),
  "NOT ".repeat(500) + "suspected = true",
  "-".repeat(60),
  "areaMu > 1 AND ".repeat(400) + "areaMu > 1",
]

const TARGETS: [place: string, ask: (text: string) => string][] = [
  ["filter of the list", (filter) => `/api/parcels${query({ filter })}`],
  ["filter of the summary", (filter) => `/api/parcels/summary${query({ filter })}`],
  [
    "filter of a tile",
    (filter) => `/api/tiles/assessor/all/parcels/14/13458/6554.mvt${query({ filter })}`,
  ],
  ["sort", (sort) => `/api/parcels${query({ sort })}`],
  ["sort, descending", (sort) => `/api/parcels${query({ sort: `-${sort}` })}`],
  ["q", (q) => `/api/parcels${query({ q })}`],
  ["bbox", (bbox) => `/api/parcels${query({ bbox })}`],
  ["bbox, last part", (part) => `/api/parcels${query({ bbox: `115,33,116,${part}` })}`],
  ["limit", (limit) => `/api/parcels${query({ limit })}`],
  ["year", (year) => `/api/parcels${query({ year })}`],
  ["cursor", (cursor) => `/api/parcels${query({ cursor })}`],
  ["id", (id) => `/api/parcels/${query({ id }).slice("?id=".length)}`],
  ["validOn", (validOn) => `/api/parcels/1${query({ validOn })}`],
  ["knownAt", (knownAt) => `/api/parcels/1${query({ knownAt })}`],
  ["name of a parameter", (name) => `/api/parcels${query({ [name]: "1" })}`],
]

/** Words by which a database gives itself away. */
const TELLTALE =
  /postgres|pglite|sqlstate|syntax error|relation "|column "|select |core\.|fin\.|\.ts:|at .*\(/i

describe.each(TARGETS)("%s", (_, ask) => {
  test("takes hostile text as text or refuses it, at once and without a word of the engine", async () => {
    const slow: string[] = []
    for (const text of CORPUS) {
      const started = performance.now()
      const answer = await app.ask("assessor", ask(text))
      if (performance.now() - started > 2_000) slow.push(text)
      const body = await answer.text()
      expect([200, 204, 400, 404], `${text}: ${body}`).toContain(answer.status)
      if (answer.status < 400) continue
      expect(answer.headers.get("content-type")).toBe("application/problem+json")
      const { type } = JSON.parse(body) as { type: string }
      expect(Object.keys(PROBLEM_KINDS).map((kind) => `/problems/${kind}`)).toContain(type)
      expect(body).not.toMatch(TELLTALE)
    }
    expect(slow).toEqual([])
  })
})

test("nothing was changed by any of it, and the lists still answer", async () => {
  const { total } = await app.read<{ total: number }>("assessor", "/api/parcels")
  expect(total).toBe(30)
  const [row] = await database.door.serve(
    "svc_derive",
    "read",
    (sql) => sql<{ acts: number }>`select count(*)::int as acts from core.act`,
  )
  expect(row!.acts).toBeGreaterThan(5)
})

test("a value that looks like a statement is found as the text it is", async () => {
  for (const text of CORPUS.filter((text) => !/\p{Cc}|\p{Cs}/u.test(text) && text.length < 200)) {
    const filter = `name = '${text.replaceAll("'", "''")}'`
    const { total } = await app.read<{ total: number }>(
      "assessor",
      `/api/parcels${query({ filter })}`,
    )
    expect(total).toBe(0)
  }
})
