/** Numbers written as text, and whether a JavaScript number can carry them without changing a digit. */

const DECIMAL = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,4}))?$/

/** Sign, digits without outer zeros, power of ten: equal for equal decimals. */
function canonical(text: string): string | undefined {
  const parts = DECIMAL.exec(text)
  if (!parts) return undefined
  const [, sign = "", whole = "", fraction = "", power = "0"] = parts
  if (whole === "" && fraction === "") return undefined
  const digits = `${whole}${fraction}`.replace(/^0+/, "")
  const kept = digits.replace(/0+$/, "")
  if (kept === "") return "0"
  const exponent = Number(power) - fraction.length + (digits.length - kept.length)
  return `${sign === "-" ? "-" : ""}${kept}e${exponent}`
}

/**
 * The number that a decimal text stands for where JSON carries it unchanged, else the text itself: the
 * parcel number 320500001001000012 would become ...000. Text that is no number comes back as it is.
 */
export function numberOrText(text: string): number | string {
  const wanted = canonical(text)
  if (wanted === undefined) return text
  const value = Number(text)
  if (canonical(String(value)) === wanted) return value === 0 ? 0 : value
  // 4074.980000000000018 in a DBF is the double 4074.98 printed to fifteen places, nothing more.
  const places = /^-?\d+\.(\d{1,20})$/.exec(text)?.[1]?.length
  return places !== undefined && value.toFixed(places) === text ? value : text
}

/**
 * A number as a spreadsheet program stores it: it keeps fifteen digits, and may write more
 * (0.30000000000000004 for 0.1 + 0.2). Null where digits are lost already: a whole number beyond fifteen.
 */
export function readSpreadsheetNumber(text: string): number | null {
  const value = Number(text)
  if (!Number.isFinite(value) || Math.abs(value) >= 1e15) return null
  const rounded = Number(value.toPrecision(15))
  return rounded === 0 ? 0 : rounded
}

/** `3.416E+18`: a long code that a spreadsheet program has turned into a number, its digits gone. */
export const isRoundedCode = (text: string): boolean => {
  const power = /^\d(?:\.\d+)?E\+(\d+)$/i.exec(text)?.[1]
  return power !== undefined && Number(power) >= 11
}
