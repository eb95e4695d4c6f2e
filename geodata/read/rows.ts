import { createReadStream } from "node:fs"
import type { ReadRow } from "./report.ts"

/** The rows that `readUpload` wrote to its `outPath`, in file order. */
export async function* listRows(path: string): AsyncGenerator<ReadRow> {
  // Not readline: it also breaks lines at U+2028, which JSON leaves as it is.
  let rest = ""
  for await (const chunk of createReadStream(path, { encoding: "utf8" })) {
    const lines = `${rest}${chunk}`.split("\n")
    rest = lines.pop() ?? ""
    for (const line of lines) yield JSON.parse(line) as ReadRow
  }
}
