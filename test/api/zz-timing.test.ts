import { beforeAll, test } from "vitest"
import { ensureDemoAccounts } from "../../server/accounts/people.ts"
import { openApp, PASSWORD } from "../support/account-app.ts"
import { useDatabase } from "../support/database.ts"
const database = useDatabase()
beforeAll(async () => { await ensureDemoAccounts(openApp(database.door).accounts, PASSWORD) })
test("t", async () => {
  const med = (a: number[]) => a.toSorted((x, y) => x - y)[Math.floor(a.length / 2)]
  const t: Record<string, number[]> = { planner: [], nobody: [], lead: [] , noone:[], ok:[]}
  for (let i = 0; i < 100; i++) {
    const app = openApp(database.door)
    for (const u of ["ok","planner", "nobody", "lead", "noone"]) {
      const s = performance.now()
      await app.ask("POST", "/api/session", { json: { username: u==="ok"?"planner":u, password: u==="ok"?PASSWORD: "wrong-password" } })
      t[u]!.push(performance.now() - s)
    }
  }
  for (const [k, v] of Object.entries(t)) console.warn(k, med(v))
  const app = openApp(database.door); const cookie = await app.signIn("planner")
  let s = performance.now(); for (let i=0;i<500;i++) await app.ask("GET","/api/nowhere",{cookie}); console.warn("cached req", (performance.now()-s)/500)
  s = performance.now(); for (let i=0;i<500;i++) { app.accounts.forget(); await app.ask("GET","/api/nowhere",{cookie})}; console.warn("uncached req", (performance.now()-s)/500)
})
