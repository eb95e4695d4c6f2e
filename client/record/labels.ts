/** Words that stand in a drawing: whether they fit, and where they are broken. */

/** Widths in em: of a Chinese character, and of the others on average. */
const WIDE_EM = 1
const NARROW_EM = 0.56
const LINE_EM = 1.2
const MOST_LINES = 3

const WIDE = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]/
const widthOf = (text: string) =>
  [...text].reduce((sum, letter) => sum + (WIDE.test(letter) ? WIDE_EM : NARROW_EM), 0)

/** Breaks Chinese anywhere and the rest at blanks. */
function breakAt(text: string, mostEm: number): string[] {
  const lines: string[] = []
  let line = ""
  for (const piece of text.match(
    /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]|[^\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\s]+|\s+/g,
  ) ?? []) {
    if (line !== "" && widthOf(line + piece) > mostEm) {
      lines.push(line.trim())
      line = ""
    }
    line += piece
  }
  return [...lines, line.trim()].filter((one) => one !== "")
}

/**
 * The lines in which a text fits into a field, the fewest; null where it does not fit.
 *
 * @param width,height of the field, in the unit of `size`, the size of the letters
 */
export function fitLines(
  text: string,
  { width, height, size }: { width: number; height: number; size: number },
): string[] | null {
  const mostEm = width / size
  for (let lines = 1; lines <= MOST_LINES; lines += 1) {
    const broken = breakAt(text, Math.max(widthOf(text) / lines + 0.5, 2))
    const fits =
      broken.length <= lines &&
      broken.length * LINE_EM * size <= height &&
      broken.every((line) => widthOf(line) <= mostEm)
    if (fits) return broken
  }
  return null
}
