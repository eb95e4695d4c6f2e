import { writeFileSync } from "node:fs"
import { loadavg } from "node:os"

/** One line of what the bench says. */
export const say = (line: string | number): void => void process.stdout.write(`${line}\n`)

/** One line of the table. A ratio is ours over the anchor's unless `more` is better. */
export type Row = {
  suite: string
  what: string
  ours: string
  anchor: string
  /** What the goal is about; null where the line only tells. */
  figure: number | null
  goal: number | null
  better: "less" | "more"
  note?: string
}

const verdict = ({ figure, goal, better }: Row) => {
  if (goal === null || figure === null) return ""
  return (better === "less" ? figure <= goal : figure >= goal) ? "met" : "MISSED"
}
const shown = (value: number | null, places = 2) => (value === null ? "" : value.toFixed(places))
const goalOf = ({ goal, better }: Row) =>
  goal === null ? "" : `${better === "less" ? "<=" : ">="} ${goal}`

/** Prints the table as it grows, and writes everything as JSON at the end. */
export function createReport(facts: Record<string, unknown>) {
  const rows: Row[] = []
  const print = (cells: readonly string[]) => {
    const widths = [16, 34, 22, 30, 9, 9, 7]
    say(
      cells
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join(" ")
        .trimEnd(),
    )
  }
  say(
    Object.entries(facts)
      .map(([name, value]) => `${name} ${String(value)}`)
      .join(" · "),
  )
  print(["suite", "what", "ours", "anchor", "figure", "goal", "", ""])
  return {
    add(row: Row) {
      rows.push(row)
      print([
        row.suite,
        row.what,
        row.ours,
        row.anchor,
        shown(row.figure),
        goalOf(row),
        verdict(row),
        row.note ?? "",
      ])
    },
    finish(file: string | null) {
      const missed = rows.filter((row) => verdict(row) === "MISSED")
      const load = loadavg()
        .map((value) => value.toFixed(2))
        .join(" ")
      say(`load after: ${load}; ${rows.length} figures, ${missed.length} goals missed`)
      if (file)
        writeFileSync(
          file,
          JSON.stringify(
            {
              ...facts,
              loadAfter: load,
              rows: rows.map((row) => ({ ...row, verdict: verdict(row) })),
            },
            null,
            2,
          ),
        )
    },
  }
}
export type Report = ReturnType<typeof createReport>
