import type { Browser } from "playwright-core"
import { afterAll, afterEach, beforeAll, expect } from "vitest"
import {
  askAs,
  type ENGINES,
  openBrowser,
  sharedSite,
  type Site,
  START_HOOK_MS,
  startSite,
  untilIdle,
  visit,
  type Visit,
  type VisitOptions,
} from "./browser.ts"

/**
 * A product of the tests' own, for those that cannot take back what they do: starts it before them and stops it after.
 * Called before `useVisits`, it outlives the browser; read `.base` inside hooks and tests.
 *
 * @param parcels of a sample of another size
 */
export function useSite(engine: (typeof ENGINES)[number], parcels?: number): () => Site {
  let site: Site | undefined
  beforeAll(async () => {
    site = await startSite(engine, parcels)
  }, START_HOOK_MS)
  afterAll(() => site?.stop())
  return () => site!
}

/**
 * A browser for the tests of a file or group. Whatever one of them looked at: nothing was blocked, nothing came from
 * elsewhere, nothing failed unseen; a test that expects a complaint takes it out. Then its visits are closed. Hooks
 * that the caller adds find them, and after all tests the browser, still open.
 */
export function useVisits(siteOf: () => Pick<Site, "base"> = sharedSite) {
  let browser: Browser | undefined
  let visits: Visit[] = []
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser?.close())
  afterEach(async () => {
    const complaints = visits.flatMap((one) => one.complaints)
    for (const one of visits) await one.close()
    visits = []
    expect(complaints).toEqual([])
  })
  const go = async (options: VisitOptions): Promise<Visit> => {
    const one = await visit(browser!, siteOf(), options)
    visits.push(one)
    return one
  }
  return {
    /** Opens a page as somebody. */
    go,
    /** Opens a page with a map, and waits until it shows all there is. */
    goToMap: async (options: VisitOptions): Promise<Visit> => {
      const one = await go(options)
      await untilIdle(one.page)
      return one
    },
    /** Asks the API in the name of somebody, without a page. */
    askAs: <T>(as: string, path: string) => askAs<T>(browser!, siteOf(), as, path),
    /** What the test has visited so far. */
    visits: (): readonly Visit[] => visits,
  }
}
