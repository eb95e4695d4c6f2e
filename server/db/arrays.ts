type Element = string | number | bigint | boolean | null | Uint8Array

/**
 * A one-dimensional PostgreSQL array literal. The driver learns array types by a query of its own, whose
 * failure on a dying connection nobody could catch, and takes the type of an array from its first element;
 * so arrays are written here and typed by the cast in the statement.
 */
export const toArrayLiteral = (elements: readonly Element[]): string =>
  `{${elements.map(toElement).join(",")}}`

function toElement(element: Element): string {
  if (element === null) return "NULL"
  if (element instanceof Uint8Array) return `"\\\\x${Buffer.from(element).toString("hex")}"`
  if (typeof element === "string") return `"${element.replace(/["\\]/g, "\\$&")}"`
  return String(element)
}

/** The elements of a one-dimensional array literal, as text; NULL is null. */
export function fromArrayLiteral(literal: string): (string | null)[] {
  const elements: (string | null)[] = []
  const pattern = /"((?:[^"\\]|\\.)*)"|([^,{}]+)/g
  for (const [, quoted, plain] of literal.matchAll(pattern)) {
    if (quoted !== undefined) elements.push(quoted.replace(/\\(.)/g, "$1"))
    else elements.push(plain === "NULL" ? null : plain!)
  }
  return elements
}
