/** What a box asks of one attribute: from `low` on, and below `high`; null where it does not end. */
export type Side =
  | { name: string; low: number | null; high: number | null }
  | { name: string; missing: true }

/** Parcels whose attributes lie within all sides. */
export type Box = readonly Side[]

/** CQL2 has no exponents. */
export const decimal = (value: number): string => {
  const text = String(value)
  return text.includes("e") ? value.toFixed(12).replace(/\.?0+$/, "") : text
}

function writeSide(side: Side): string {
  if ("missing" in side) return `${side.name} IS NULL`
  const { name, low, high } = side
  const parts = [
    ...(low === null ? [] : [`${name} >= ${decimal(low)}`]),
    ...(high === null ? [] : [`${name} < ${decimal(high)}`]),
  ]
  return parts.length === 0 ? `${name} IS NOT NULL` : parts.join(" AND ")
}

/** CQL2 text of one box. */
export const writeBox = (box: Box): string => box.map(writeSide).join(" AND ")
