import solid from "vite-plugin-solid"
import { defineConfig } from "vitest/config"
import { assertRequired, leftOut } from "./test/support/lanes.ts"

/** Programs of the server side: each is one file in dist/server that Node runs as it is. */
const PROGRAMS = {
  main: "server/main.ts",
  cli: "server/cli.ts",
  "engine-worker": "server/db/engine-worker.ts",
  "read-child": "geodata/read/child.ts",
  "paper-worker": "server/paper-worker.ts",
  bench: "test/bench/run.ts",
}

/** What is made ready before a lane; those with a database of their own need the prepared ones. */
const SETUP: Record<string, string[]> = {
  rules: [],
  geodata: ["test/support/build.ts"],
  browser: ["test/support/site.ts"],
}

/** A test lane: vitest project with the folders it runs and the engine under it. */
const lane = (name: string, include: string[], engine?: "embedded" | "postgres") => ({
  extends: true as const,
  test: {
    name,
    include,
    globalSetup: SETUP[name] ?? ["test/support/global.ts"],
    environment: "node",
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // What is waited for comes; a busy machine takes its time.
    expect: { poll: { timeout: 20_000 } },
    env: engine ? { MUTU_TEST_ENGINE: engine } : {},
  },
})

const DATABASE_TESTS = ["api", "access", "tiles", "db"].map(
  (folder) => `test/${folder}/**/*.test.ts`,
)
const PURE_TESTS = ["rules", "client"].map((folder) => `test/${folder}/**/*.test.ts`)
const absent = leftOut()
if (process.env["VITEST"]) assertRequired()

export default defineConfig({
  root: "client",
  publicDir: false,
  plugins: [solid()],
  environments: {
    client: {
      build: { outDir: "../dist/client", emptyOutDir: true },
    },
    ssr: {
      build: {
        outDir: "../dist/server",
        emptyOutDir: true,
        target: "node20",
        rolldownOptions: {
          input: PROGRAMS,
          output: { entryFileNames: "[name].js", chunkFileNames: "chunks/[name].js" },
        },
      },
    },
  },
  builder: {},
  test: {
    root: import.meta.dirname,
    environment: "node",
    maxWorkers: 2,
    reporters: ["default", "./test/support/lane-reporter.ts"],
    projects: [
      lane("rules", [...PURE_TESTS, "test/*.test.ts"]),
      lane("geodata", ["test/geodata/**/*.test.ts"]),
      lane("embedded", DATABASE_TESTS, "embedded"),
      ...(absent.postgres ? [] : [lane("postgres", DATABASE_TESTS, "postgres")]),
      ...(absent.browser ? [] : [lane("browser", ["test/browser/**/*.test.ts"])]),
    ],
  },
})
