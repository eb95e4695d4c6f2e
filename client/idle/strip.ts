import type { Triangle } from "./shapes.ts"

/** px kept free at the ends, for dots. */
const PAD = 6

/**
 * Places of a parcel, of the firms nearest to it and of the middle of its industry on a line of logarithms, in px;
 * null where the industry is too small to have a middle. What is nothing has no place.
 */
export function layStrip(
  { own, nearest, bands }: Pick<Triangle, "own" | "nearest" | "bands">,
  of: "revenuePerKwh" | "taxPerKwh",
  width: number,
) {
  const band = bands[of]
  if (!band) return null
  const logOf = (value: number | null) => (value !== null && value > 0 ? Math.log(value) : null)
  const [mine, peers] = [logOf(own[of]), nearest.flatMap((one) => logOf(one[of]) ?? [])]
  const all = [band.median, ...(mine === null ? [] : [mine]), ...peers]
  const [low, high] = [Math.min(...all), Math.max(...all)]
  const at = (log: number) =>
    high === low ? width / 2 : PAD + ((log - low) / (high - low)) * (width - 2 * PAD)
  return {
    middle: at(band.median),
    own: mine === null ? null : at(mine),
    peers: peers.map(at),
  }
}
