import type { TestProject } from "vitest/node"
import build from "./build.ts"
import { ENGINES, startSite } from "./browser.ts"

declare module "vitest" {
  interface ProvidedContext {
    /** Address of the one running product that tests of screens share; they leave it as they found it. */
    sharedSite: string
  }
}

/** Before the browser lane: programs built, and one product with its sample park for all tests that only look. */
export default async function setup(project: TestProject) {
  build()
  const site = await startSite(ENGINES.at(-1)!)
  project.provide("sharedSite", site.base)
  return site.stop
}
