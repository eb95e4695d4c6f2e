/**
 * Names and codes in memory, read through from one end to the other by every query: a hundred thousand of them
 * take some milliseconds, any part of any text is found, and there is no second copy of a text to keep in step.
 * Beside its text a name costs some twenty bytes, and its normal form again where that differs.
 */
import { createSpeller, normalise } from "./pinyin.rules.ts"

export const KINDS = ["parcel", "enterprise", "road", "zone"] as const
export type Kind = (typeof KINDS)[number]

/** What a text is of its object. */
export const ROLES = ["code", "name", "formerName"] as const
export type Role = (typeof ROLES)[number]

/** A text by which an object is found. */
export type Label = { id: number; role: Role; text: string }

export type Match = {
  kind: Kind
  id: number
  role: Role
  by: "text" | "pinyin" | "initials"
  /** The text that was found, as it is on record. */
  text: string
}

/** A part of a code shorter than this says nothing. */
const SHORTEST_CODE = 3

/** Better ones first; a former name stands behind every present one that is found alike. */
const RANKS = [
  "code is",
  "name is",
  "name begins",
  "code begins",
  "pinyin begins",
  "name contains",
  "code contains",
  "pinyin contains",
  "initials begin",
  "initials contain",
] as const
type Rank = (typeof RANKS)[number]

type Found = Match & { rank: number; normal: string }

/** Labels of one kind that are replaced together; those of one object stand side by side. */
class Shelf {
  readonly kind: Kind
  private readonly ids: Int32Array
  private readonly roles: Uint8Array
  private readonly texts: string[]
  /** In normal form; the same string where it already is. */
  private readonly normals: string[]

  constructor(kind: Kind, labels: readonly Label[]) {
    this.kind = kind
    this.ids = Int32Array.from(labels, ({ id }) => id)
    this.roles = Uint8Array.from(labels, ({ role }) => ROLES.indexOf(role))
    this.texts = labels.map(({ text }) => text)
    this.normals = this.texts.map((text) => {
      const normal = normalise(text)
      return normal === text ? text : normal
    })
  }

  /** Tells the best match of every object that has one. */
  read(
    find: (role: Role, normal: string) => Pick<Found, "by" | "rank"> | null,
    tell: (found: Found) => void,
  ) {
    let best: Found | null = null
    for (let i = 0; i < this.ids.length; i++) {
      const id = this.ids[i]!
      if (best && best.id !== id) {
        tell(best)
        best = null
      }
      const role = ROLES[this.roles[i]!]!
      const normal = this.normals[i]!
      const found = find(role, normal)
      if (found && (!best || found.rank < best.rank))
        best = { kind: this.kind, id, role, text: this.texts[i]!, normal, ...found }
    }
    if (best) tell(best)
  }
}

/** All that one set of readers may find; shelves are told apart by a key of their keeper. */
export class Names {
  private readonly shelves = new Map<string, Shelf>()

  /** @param labels those of one object side by side */
  put(key: string, kind: Kind, labels: readonly Label[]): void {
    if (labels.length === 0) this.shelves.delete(key)
    else this.shelves.set(key, new Shelf(kind, labels))
  }

  clear(prefix: string): void {
    for (const key of this.shelves.keys()) if (key.startsWith(prefix)) this.shelves.delete(key)
  }

  /** The best matches of a query and how many objects match; the same for the same names, whatever their order. */
  find(query: string, limit: number): { matches: Match[]; total: number } {
    const normal = normalise(query)
    if (normal === "") return { matches: [], total: 0 }
    const find = createFinder(normal)
    const best: Found[] = []
    let total = 0
    const keep = (found: Found) => {
      total++
      if (best.length === limit && compare(found, best[limit - 1]!) > 0) return
      let place = best.length
      while (place > 0 && compare(found, best[place - 1]!) < 0) place--
      best.splice(place, 0, found)
      if (best.length > limit) best.pop()
    }
    for (const shelf of this.shelves.values()) shelf.read(find, keep)
    return {
      matches: best.map(({ kind, id, role, by, text }) => ({ kind, id, role, by, text })),
      total,
    }
  }
}

function createFinder(query: string) {
  const spells = createSpeller(query)
  const isCode = query.length >= SHORTEST_CODE
  const ranked = (rank: Rank, role: Role) =>
    2 * RANKS.indexOf(rank) + (role === "formerName" ? 1 : 0)
  return (role: Role, normal: string): Pick<Found, "by" | "rank"> | null => {
    const subject = role === "code" ? "code" : "name"
    const at = role === "code" && !isCode ? -1 : normal.indexOf(query)
    if (at >= 0) {
      const how = at > 0 ? "contains" : normal.length === query.length ? "is" : "begins"
      return { by: "text", rank: ranked(`${subject} ${how}`, role) }
    }
    const spelling = role === "code" ? null : spells?.(normal)
    if (!spelling) return null
    const { by, atStart } = spelling
    if (by === "pinyin")
      return { by, rank: ranked(atStart ? "pinyin begins" : "pinyin contains", role) }
    return { by, rank: ranked(atStart ? "initials begin" : "initials contain", role) }
  }
}

/** By rank, then kind, then the shorter text, which the query makes up more of; texts by code point. */
const compare = (a: Found, b: Found): number =>
  a.rank - b.rank ||
  KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) ||
  a.normal.length - b.normal.length ||
  (a.normal < b.normal ? -1 : a.normal > b.normal ? 1 : 0) ||
  a.id - b.id
