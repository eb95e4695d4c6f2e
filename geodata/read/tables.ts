/** Reads the rows of a table file: values as the cells hold them, under the names of the headers. */
import type { Findings } from "./findings.ts"
import type { Output } from "./output.ts"
import { Refusal } from "./refusal.ts"
import type { Property } from "./report.ts"
import type { TableSource } from "./source.ts"

/** Every row of the source becomes one line of the output, accepted or with its problems. */
export function readTable(source: TableSource, findings: Findings, output: Output): void {
  const twice = source.columns.filter((name, place) => source.columns.indexOf(name) !== place)
  if (twice.length > 0)
    findings.addFile(
      "header-repeated",
      "warning",
      `表头有重名的列：${[...new Set(twice)].join("、")}。`,
    )
  for (const { row, cells, problems } of source.rows)
    output.write({
      row,
      properties: source.columns.map((name, column): Property => [name, cells[column] ?? null]),
      geometry: null,
      problems,
    })
  if (output.counts.rows === 0) throw new Refusal("no-rows", "表头下面没有任何数据行。")
}
