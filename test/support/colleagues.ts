import { beforeAll } from "vitest"
import type { Audience } from "../../server/db/audience.ts"
import type { Mode } from "../../server/db/door.ts"
import type { Sql } from "../../server/db/sql.ts"
import { readGrant, useOffice } from "./account-office.ts"
import type { useDatabase } from "./database.ts"

/** Everyone who takes part in what people make for each other. */
export const COLLEAGUES = [
  "promotion",
  "planner",
  "plannerGranted",
  "assessor",
  "lead",
  "leadGranted",
] as const satisfies readonly Audience[]
export type Colleague = (typeof COLLEAGUES)[number]

export type Asked = {
  json?: unknown
  file?: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>
  headers?: Record<string, string>
}

const ORIGIN = "http://127.0.0.1:8787"

/** The application with one signed-in account of each audience, and ways to ask it. Read its parts inside tests. */
export function useColleagues(database: ReturnType<typeof useDatabase>) {
  const office = useOffice(database)
  const accounts = new Map<Audience, { username: string; cookie: string }>()

  beforeAll(async () => {
    for (const role of ["promotion", "planner", "assessor", "lead"] as const)
      accounts.set(role, await office.makeSignedIn(role))
    accounts.set("plannerGranted", await office.makeGranted())
    const lead = await office.makeSignedIn("lead")
    const grant = await office.propose(office.first, lead.username, { role: "lead" })
    await office.approve(office.second, (await readGrant(grant)).id)
    accounts.set("leadGranted", lead)
    accounts.set("admin", { username: "admin1", cookie: office.first })
  })

  const askBy = async (
    cookie: string | undefined,
    method: string,
    path: string,
    { json, file, headers = {} }: Asked = {},
  ): Promise<Response> =>
    office.app.fetch(
      new Request(`${ORIGIN}${path}`, {
        method,
        headers: {
          host: new URL(ORIGIN).host,
          ...(method === "GET" ? {} : { origin: ORIGIN }),
          ...(json === undefined ? {} : { "content-type": "application/json" }),
          ...(file === undefined ? {} : { "content-type": "application/octet-stream" }),
          ...(cookie ? { cookie } : {}),
          ...headers,
        },
        ...(json === undefined ? {} : { body: JSON.stringify(json) }),
        ...(file === undefined ? {} : { body: file, duplex: "half" }),
      } as RequestInit),
    )

  const colleagues = {
    office,
    nameOf: (audience: Audience) => accounts.get(audience)!.username,
    askBy,
    ask: (audience: Audience, method: string, path: string, asked: Asked = {}) =>
      askBy(accounts.get(audience)?.cookie, method, path, asked),
    /** The JSON of an answer that must have this status. */
    async read<T>(
      audience: Audience,
      method: string,
      path: string,
      asked: Asked = {},
      status = 200,
    ): Promise<T> {
      const answer = await colleagues.ask(audience, method, path, asked)
      const text = await answer.text()
      if (answer.status !== status)
        throw new Error(`${method} ${path} answered ${answer.status}: ${text}`)
      return JSON.parse(text) as T
    },
    /** Straight to the database in the role of an audience, under the name of its account. */
    as: <T>(audience: Audience, mode: Mode, work: (sql: Sql) => PromiseLike<T>): Promise<T> => {
      const name = accounts.get(audience)?.username ?? audience
      return database.door.as(
        { audience, role: null, userId: null, name, requestId: "r" },
        mode,
        work,
      )
    },
    /** Kinds and reasons of the acts on an object, the first first. */
    listActs: async (object: string) =>
      (await office.listActs(object)).map(({ actor, role, kind, why }) => ({
        actor,
        role,
        kind,
        why,
      })),
  }
  return colleagues
}
