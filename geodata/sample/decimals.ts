/**
 * Amounts are whole hundredths while the sample is invented, so that they stay exact: areas in 0.01 m²
 * (dm²), money in 0.01 万元 (100 yuan). Here they become text with two places.
 */

/** 128500 is 1285.00; negative amounts keep their sign. */
export function formatHundredths(hundredths: number): string {
  const size = Math.abs(hundredths)
  const rest = size % 100
  const text = `${(size - rest) / 100}.${rest < 10 ? "0" : ""}${rest}`
  return hundredths < 0 ? `-${text}` : text
}

/** 12345 is 1.2345: emissions in tonnes are told to 100 g. */
export function formatTenThousandths(parts: number): string {
  const rest = parts % 10_000
  return `${(parts - rest) / 10_000}.${String(rest).padStart(4, "0")}`
}
