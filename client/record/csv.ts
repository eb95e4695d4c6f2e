/** A text that a sheet would take for a formula; a number below zero is none. */
const FORMULA = /^[=+@]|^-(?!\d)/
/** Marks a file as UTF-8 for sheets that guess otherwise. */
const BOM = "\uFEFF"

const cell = (value: string) => {
  const safe = FORMULA.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Rows as a file for a sheet (RFC 4180), the headings first. Nothing in it is taken for a formula. */
export const writeCsv = (rows: readonly (readonly string[])[]): string =>
  BOM + rows.map((row) => row.map(cell).join(",")).join("\r\n")

/** Offers a text as a file to keep. */
export function saveText(text: string, filename: string) {
  saveBlob(new Blob([text], { type: "text/csv;charset=utf-8" }), filename)
}

/** Offers a file to keep. */
export function saveBlob(blob: Blob, filename: string) {
  const address = URL.createObjectURL(blob)
  const link = document.createElement("a")
  link.href = address
  link.download = filename
  link.click()
  URL.revokeObjectURL(address)
}
