/** A text that a sheet would take for a formula; numbers are no texts. */
const FORMULA = /^[=+\-@]/

const escape = (value: string | number): string => {
  if (typeof value === "number") return String(value)
  const flat = value.replaceAll(/[\t\r\n]+/g, " ")
  return FORMULA.test(flat) ? `'${flat}` : flat
}

/**
 * Rows as text for a sheet: columns parted by tabs, rows by line ends, the headings first. A text that would be
 * taken for a formula gets an apostrophe, by which sheets know that it is none.
 */
export const writeTsv = (
  headings: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string => [headings, ...rows].map((row) => row.map(escape).join("\t")).join("\r\n")
