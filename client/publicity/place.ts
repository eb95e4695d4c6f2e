/** Publicity of a year, all of it or one, as its address names it. */
export type Place = { year: number; id: number | null }

const PATH = /^\/assessment\/(\d{4})\/publicity(?:\/([1-9]\d{0,9}))?\/?$/

/** The place that an address names; null for one that is none. */
export function readPlace(path: string): Place | null {
  const [, year, id] = PATH.exec(path) ?? []
  return year ? { year: Number(year), id: id ? Number(id) : null } : null
}

/** The address of a place. */
export const writePlace = ({ year, id }: Place): string =>
  `/assessment/${year}/publicity${id === null ? "" : `/${id}`}`
