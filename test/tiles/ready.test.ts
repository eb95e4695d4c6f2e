import { once } from "node:events"
import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { getRequestListener } from "@hono/node-server"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { addUser } from "../../server/accounts/people.ts"
import { openApp, PASSWORD } from "../support/account-app.ts"
import { useDatabase } from "../support/database.ts"
import { decodeTile } from "../support/decode-tile.ts"
import { insertParcels, rewriteParcel } from "../support/rows.ts"
import { addressOf, tileAt } from "../support/tiles.ts"

const [WEST, SOUTH] = [115.7, 33.8]
const ROLES = ["promotion", "planner"] as const

const database = useDatabase()
let app: ReturnType<typeof openApp>
let server: Server
let origin: string
let parcelId: number
const cookies = new Map<string, string>()
/** How many requests were answered before the application. */
let ready = 0

beforeAll(async () => {
  app = openApp(database.door)
  for (const role of ROLES) {
    await addUser(app.accounts, {
      username: role,
      displayName: `示例${role}`,
      roles: [role],
      password: PASSWORD,
    })
    cookies.set(role, await app.signIn(role))
  }
  ;[parcelId] = (await insertParcels(database.door, [
    { west: WEST, south: SOUTH, certifiedAreaM2: "1000" },
  ])) as [number]
  const usual = getRequestListener(app.fetch)
  server = createServer((request, response) => {
    ready++
    app.ready.answer(request, response, () => {
      ready--
      void usual(request, response)
    })
  }).listen(0, "127.0.0.1")
  await once(server, "listening")
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => void server.close())

const addressFor = (audience: string, asked = "") =>
  addressOf(
    `/api/tiles/${audience}/all/parcels/{z}/{x}/{y}.mvt${asked}`,
    tileAt(WEST + 0.0005, SOUTH + 0.0005, 14),
  )

/** Asks over the network, and whether the answer came before the application. */
async function ask(path: string, cookie: string | undefined, headers: Record<string, string> = {}) {
  const before = ready
  const answer = await fetch(`${origin}${path}`, {
    headers: { ...(cookie ? { cookie } : {}), ...headers },
  })
  const bytes = new Uint8Array(await answer.arrayBuffer())
  const { date: _, ...rest } = Object.fromEntries(answer.headers)
  return { status: answer.status, headers: rest, bytes, isReady: ready > before }
}

/** Asks until a ready answer comes: whatever the map is told of meanwhile makes it look again. */
async function askUntilReady(path: string, cookie: string, headers: Record<string, string> = {}) {
  for (let attempt = 0; attempt < 20; attempt++) {
    const answer = await ask(path, cookie, headers)
    if (answer.isReady) return answer
  }
  throw new Error(`${path} is never ready`)
}

describe("a tile that was answered", () => {
  test.each(ROLES)("is answered again to %s with the same bytes and headers", async (role) => {
    const path = addressFor(role, "?fields=areaMu,landUse")
    const first = await ask(path, cookies.get(role))
    expect(first).toMatchObject({ status: 200, isReady: false })
    const again = await askUntilReady(path, cookies.get(role)!)
    expect({ ...again, isReady: false }).toEqual(first)
    expect(again.headers).toMatchObject({
      "x-content-type-options": "nosniff",
      vary: "Cookie, Accept-Encoding",
    })
  })

  test("is not sent again to whoever has it", async () => {
    const path = addressFor("planner")
    // What the map is told of meanwhile gives the tile another tag: whoever asks keeps the newest.
    const held = async (attempts: number): Promise<number> => {
      const { headers } = await askUntilReady(path, cookies.get("planner")!)
      const known = { "if-none-match": headers["etag"]! }
      const { status, bytes } = await askUntilReady(path, cookies.get("planner")!, known)
      if (status === 304) return bytes.length
      return attempts > 1 ? held(attempts - 1) : Number.NaN
    }
    expect(await held(5)).toBe(0)
  })

  test("is nobody else's: another role, no session and an ended one are answered as ever", async () => {
    const path = addressFor("planner")
    const own = await app.signIn("planner")
    await askUntilReady(path, own)
    for (const cookie of [cookies.get("promotion"), undefined, "mutu=nonsense"])
      expect(await ask(path, cookie)).toMatchObject({ status: 404, isReady: false })
    await app.ask("DELETE", "/api/session", { cookie: own })
    expect(await ask(path, own)).toMatchObject({ status: 404, isReady: false })
  })

  test("is made anew for a role that was taken from its holder", async () => {
    const path = addressFor("planner")
    const own = await app.signIn("planner")
    await askUntilReady(path, own)
    const end = (untilAt: string | null) =>
      database.door.serve(
        "svc_auth",
        "write",
        (sql) => sql`
          update auth.account_grant set until_at = ${untilAt}
           where account_id = (select account_id from auth.account where username = 'planner')`,
      )
    await end(new Date().toISOString())
    app.accounts.forget()
    expect(await ask(path, own)).toMatchObject({ status: 404, isReady: false })
    await end(null)
    app.accounts.forget()
  })

  test("is unpacked for whoever takes no gzip", async () => {
    const path = addressFor("planner", "?fields=areaMu")
    await askUntilReady(path, cookies.get("planner")!)
    const plain = await ask(path, cookies.get("planner"), { "accept-encoding": "identity" })
    expect(plain.status).toBe(200)
    expect(decodeTile(plain.bytes)["parcels"]).toHaveLength(1)
  })

  test("is not answered by an edit's old bytes", async () => {
    const path = addressFor("planner")
    const areaOf = ({ bytes }: { bytes: Uint8Array }) =>
      decodeTile(bytes)["parcels"]![0]!.properties["areaMu"]
    const before = await askUntilReady(path, cookies.get("planner")!)
    expect(areaOf(before)).toBe(1.5)
    await rewriteParcel(database.door, parcelId, { certifiedAreaM2: "2000" }, async () => {})
    await app.map.look()
    const after = await ask(path, cookies.get("planner"))
    expect({ isReady: after.isReady, area: areaOf(after) }).toEqual({ isReady: true, area: 3 })
    expect(after.headers["etag"]).not.toBe(before.headers["etag"])
  })
})
