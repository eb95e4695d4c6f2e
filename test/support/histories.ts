import type { Door } from "../../server/db/door.ts"
import type { Random } from "./park.ts"
import {
  insertFirms,
  insertLineages,
  insertNumbers,
  insertUses,
  insertVersions,
  type LineageRow,
  type VersionRow,
} from "./rows.ts"

type Use = { parcelId: number; enterpriseId: number; from: string; to: string | null }

/** What is believed of the land: versions that were not corrected, lineage, use. Areas are whole m². */
export type History = { versions: VersionRow[]; lineage: LineageRow[]; uses: Use[] }

export const inForce = <T extends { validFrom: string; validTo: string | null }>(
  versions: readonly T[],
  day: string,
): T[] =>
  versions.filter(
    ({ validFrom, validTo }) => validFrom <= day && (validTo === null || validTo > day),
  )

const FIRST_DAY = "2020-01-01"
const SIDE = 0.001
const STEP = 0.002
const COLUMNS = 8
const FIRST_FIRM = 900_000
const LAND_USES = ["100101", "100102", "0901"]

/** An event a month, each on a day of its own. */
const dayOf = (event: number) =>
  `${2020 + Math.floor((event + 1) / 12)}-${String(((event + 1) % 12) + 1).padStart(2, "0")}-15`

/**
 * Writes land that was split, merged, renamed, measured anew and moved to other uses and users, month by month, with
 * later corrections of what had been believed; and tells it as it is believed now.
 *
 * @param only nothing but splits and merges
 * @param parcels of the first day, in a row of eight from 115.7 E, 33.8 N
 */
export async function insertHistory(
  door: Door,
  random: Random,
  { parcels, events, only }: { parcels: number; events: number; only?: "splitAndMerge" },
): Promise<History> {
  const numbers = await insertNumbers(door, parcels + 2 * events)
  const firmIds = await insertFirms(
    door,
    Array.from({ length: 6 }, (_, i) => ({ name: `示例企业${i + 1}` })),
    FIRST_FIRM,
  )
  const versions: VersionRow[] = []
  const corrected: VersionRow[] = []
  const lineage: LineageRow[] = []
  const uses: Use[] = []
  let taken = 0
  const lastVersion = new Map<number, number>()

  const add = (row: Omit<VersionRow, "version">): VersionRow => {
    const version = (lastVersion.get(row.parcelId) ?? 0) + 1
    lastVersion.set(row.parcelId, version)
    const made = { ...row, version }
    versions.push(made)
    return made
  }
  const follow = (row: VersionRow, on: string, change: Partial<VersionRow>) => {
    row.validTo = on
    add({ ...row, validFrom: on, validTo: null, ...change })
  }
  const endUses = (parcelId: number, on: string) => {
    for (const use of uses) if (use.parcelId === parcelId && use.to === null) use.to = on
  }

  const changes: ((row: VersionRow, on: string) => void)[] = [
    (row, on) => {
      const all = Number(row.certifiedAreaM2)
      const first = Math.max(1, Math.floor(all * (0.2 + random.below(60) / 100)))
      row.validTo = on
      endUses(row.parcelId, on)
      for (const [place, area] of [first, all - first].entries()) {
        const child = add({
          ...row,
          parcelId: numbers[taken++]!,
          west: row.west + (place * row.width) / 2,
          width: row.width / 2,
          certifiedAreaM2: String(area),
          validFrom: on,
          validTo: null,
        })
        const areaShare = (area / all).toFixed(8)
        lineage.push({
          parentId: row.parcelId,
          childId: child.parcelId,
          kind: "split",
          on,
          areaShare,
        })
      }
    },
    (row, on) => {
      const other = random.one(inForce(versions, on))
      if (other === row) return
      for (const one of [row, other]) {
        one.validTo = on
        endUses(one.parcelId, on)
      }
      const area = Number(row.certifiedAreaM2) + Number(other.certifiedAreaM2)
      const child = add({
        ...row,
        parcelId: numbers[taken++]!,
        certifiedAreaM2: String(area),
        validFrom: on,
        validTo: null,
      })
      for (const { parcelId } of [row, other])
        lineage.push({
          parentId: parcelId,
          childId: child.parcelId,
          kind: "merge",
          on,
          areaShare: "1",
        })
    },
    (row, on) =>
      follow(row, on, { name: `${random.one(["东", "西", "南"])}区${random.below(9)}号` }),
    (row, on) => follow(row, on, { landUse: random.one(LAND_USES) }),
    (row, on) => follow(row, on, { certifiedAreaM2: String(5_000 + random.below(20_000)) }),
    (row, on) => follow(row, on, { height: row.height * (random.chance(0.5) ? 0.9 : 0.8) }),
    ({ parcelId }, on) => {
      if (random.chance(0.4)) return endUses(parcelId, on)
      uses.push({ parcelId, enterpriseId: random.one(firmIds), from: on, to: null })
    },
    // What was believed of any time is corrected: the version that took its place says so for the same time.
    () => {
      const row = random.one(versions)
      versions.splice(versions.indexOf(row), 1)
      corrected.push(row)
      add({ ...row, certifiedAreaM2: String(Number(row.certifiedAreaM2) + 7), name: "更正" })
    },
  ]

  for (let i = 0; i < parcels; i++)
    add({
      parcelId: numbers[taken++]!,
      west: 115.7 + (i % COLUMNS) * STEP,
      south: 33.8 + Math.floor(i / COLUMNS) * STEP,
      width: SIDE,
      height: SIDE,
      name: random.chance(0.8) ? `地块${i + 1}` : null,
      landUse: random.chance(0.8) ? random.one(LAND_USES) : null,
      certifiedAreaM2: String(8_000 + random.below(30_000)),
      validFrom: FIRST_DAY,
      validTo: null,
    })
  for (let event = 0; event < events; event++) {
    const on = dayOf(event)
    const row = random.one(inForce(versions, on))
    random.one(only ? changes.slice(0, 2) : changes)(row, on)
  }

  for (const row of corrected) {
    await insertVersions(door, [row])
    await insertVersions(door, [], [row])
  }
  await insertVersions(door, versions)
  await insertLineages(door, lineage)
  await insertUses(
    door,
    uses.map((use) => ({ ...use, landAreaM2: "1", kind: "leasedIn" as const })),
  )
  return { versions, lineage, uses }
}
