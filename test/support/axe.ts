import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import type { AxeResults } from "axe-core"
import type { Page } from "playwright-core"
import { type Look, picture, turn } from "./browser.ts"

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8")

/** What keeps somebody from using the page: serious and critical findings of axe, each with its first place. */
export async function listBarriers(page: Page): Promise<string[]> {
  await page.evaluate(source)
  const { violations } = await page.evaluate<Pick<AxeResults, "violations">>(
    "axe.run(document, { resultTypes: ['violations'] })",
  )
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
}

export const NO_BARRIERS: Record<Look, string[]> = { light: [], dark: [] }

/** The same in each look, into which the page follows the system; keeps a picture of it in each. */
export async function listBarriersByLook(
  page: Page,
  name: string,
): Promise<Record<Look, string[]>> {
  const found: Record<Look, string[]> = { light: [], dark: [] }
  for (const look of ["light", "dark"] as const) {
    await turn(page, look)
    found[look] = await listBarriers(page)
    await picture(page, `${name}-${look}`)
  }
  return found
}
