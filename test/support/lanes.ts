import { existsSync } from "node:fs"
import { delimiter, join } from "node:path"
import { fileURLToPath } from "node:url"

/** Where a Chromium usually is; `MUTU_CHROMIUM` wins. */
const CHROMIUM = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/snap/bin/chromium",
]

export const findChromium = (): string | undefined => {
  const named = process.env["MUTU_CHROMIUM"]
  return named ? (existsSync(named) ? named : undefined) : CHROMIUM.find((path) => existsSync(path))
}

/** Folder of real files to test with, when it is there. */
export const findCorpus = (): string | undefined => {
  const root = fileURLToPath(new URL("../..", import.meta.url))
  const folder = process.env["MUTU_CORPUS"] ?? `${root}../shared/data`
  return existsSync(folder) ? folder : undefined
}

/** Programs that read documents as people's do: LibreOffice, and poppler for PDF. */
const READERS = ["soffice", "pdftotext", "pdffonts"]

const isInstalled = (program: string): boolean =>
  (process.env["PATH"] ?? "").split(delimiter).some((folder) => existsSync(join(folder, program)))

export type Lane = "postgres" | "browser" | "corpus" | "readers"

/** Why a lane is left out; absent lanes run. */
export const leftOut = (): Partial<Record<Lane, string>> => ({
  ...(process.env["MUTU_TEST_DATABASE_URL"]
    ? {}
    : { postgres: "MUTU_TEST_DATABASE_URL is not set" }),
  ...(findChromium() ? {} : { browser: "no Chromium found (MUTU_CHROMIUM or the usual paths)" }),
  ...(READERS.every(isInstalled)
    ? {}
    : { readers: `not installed: ${READERS.filter((one) => !isInstalled(one)).join(", ")}` }),
  ...(findCorpus() ? {} : { corpus: "MUTU_CORPUS and ../shared/data are absent" }),
})

/** @throws Error when a lane that MUTU_REQUIRE names cannot run */
export function assertRequired(): void {
  const required = (process.env["MUTU_REQUIRE"] ?? "").split(",").filter(Boolean)
  const missing = leftOut()
  for (const lane of required)
    if (missing[lane as Lane])
      throw new Error(`lane ${lane} is required and cannot run: ${missing[lane as Lane]}`)
}
