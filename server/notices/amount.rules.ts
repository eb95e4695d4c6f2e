import { Exact } from "../../geodata/units.ts"

const DIGITS = [..."零壹贰叁肆伍陆柒捌玖"]
const PLACES = ["", "拾", "佰", "仟"]
const GROUPS = ["", "万", "亿", "万亿"]
const GROUP = 4
const LARGEST_YUAN = new Exact("9999999999999999")

function writeGroup(digits: string): string {
  let text = ""
  let isGap = false
  for (const [at, digit] of [...digits].entries()) {
    if (digit === "0") {
      isGap = text !== ""
      continue
    }
    text += `${isGap ? "零" : ""}${DIGITS[Number(digit)]}${PLACES[digits.length - 1 - at]}`
    isGap = false
  }
  return text
}

/**
 * An amount of money in the capital characters of Chinese documents (大写): 2570000 is 贰佰伍拾柒万元整.
 *
 * @param yuan not negative; rounded to fen, half up
 * @throws RangeError for less than nothing or more than 16 digits of yuan
 */
export function toCapitals(yuan: Exact): string {
  const fen = yuan.times(100).toDecimalPlaces(0, Exact.ROUND_HALF_UP)
  const whole = fen.div(100).floor()
  if (fen.isNegative() || whole.gt(LARGEST_YUAN)) throw new RangeError("no amount of a document")
  const [jiao, rest] = fen.minus(whole.times(100)).toFixed().padStart(2, "0")
  const digits = whole.toFixed()
  const count = Math.ceil(digits.length / GROUP)
  const padded = digits.padStart(count * GROUP, "0")
  let text = ""
  let isGap = false
  for (let group = 0; group < count; group += 1) {
    const part = padded.slice(group * GROUP, (group + 1) * GROUP)
    if (Number(part) === 0) {
      isGap = text !== ""
      continue
    }
    const isShort = text !== "" && (isGap || part.startsWith("0"))
    text += `${isShort ? "零" : ""}${writeGroup(part.replace(/^0+/, ""))}${GROUPS[count - 1 - group]}`
    isGap = false
  }
  const cents = `${jiao === "0" ? "" : `${DIGITS[Number(jiao)]}角`}${rest === "0" ? "" : `${DIGITS[Number(rest)]}分`}`
  if (text === "") return cents === "" ? "零元整" : cents
  if (cents === "") return `${text}元整`
  return `${text}元${jiao === "0" ? "零" : ""}${cents}`
}
