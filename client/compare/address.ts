/** The address of a comparison: what is compared, and in which order. */

export type Kind = "parcels" | "enterprises"
export const MOST = 5

/** Reads `/compare/parcels/1,2,3`: each number once, five at most; null for another kind. */
export function readCompared(path: string): { kind: Kind; ids: number[] } | null {
  const [, kind, list = ""] =
    /^\/compare\/(parcels|enterprises)(?:\/([\d,]*))?\/?$/.exec(path) ?? []
  if (!kind) return null
  const ids = list.split(",").filter((id) => /^[1-9]\d{0,9}$/.test(id))
  return { kind: kind as Kind, ids: [...new Set(ids.map(Number))].slice(0, MOST) }
}

export const writeCompared = (kind: Kind, ids: readonly number[]): string =>
  `/compare/${kind}/${ids.join(",")}`
