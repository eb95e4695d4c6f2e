/** Holdings: each site with its code, its course, its areas on paper and, later, its holder. */
import type { Calendar } from "./calendar.ts"
import { parcelCodeOf } from "./codes.ts"
import { type Course, planCourse, signedOnly, type Stage } from "./course.ts"
import { groupBy } from "./groups.ts"
import { CASE_WISHES, plantedSequence } from "./planted.ts"
import type { Random } from "./random.ts"
import type { Site } from "./sites.ts"
import type { LotWish } from "./wishes.ts"

export type Holding = {
  site: Site
  parcelCode: string
  sequence: number
  /** Null for land that nobody has and nobody has signed for. */
  course: Course | null
  stage: Stage | null
  /** What a planted case asks of it, and the index of the case. */
  wish: { lot: LotWish; caseIndex: number } | null
  areas: Areas
}

/** Whole 0.01 m²; null where the paper does not exist. */
export type Areas = {
  certifiedDm2: number | null
  contractDm2: number | null
  surveyedDm2: number | null
  /** The first of the three that is there, else the area of the geometry. */
  legalDm2: number
}

/** Shares of the works by how new their land is, the newest first; what is left is steady. */
const UNSUPPLIED_SHARE = 0.07
/** Of the land that nobody has, for so much a project is signed. */
const SIGNED_SHARE = 0.2
const STAGE_SHARES: readonly (readonly [Stage, number])[] = [
  ["fresh", 0.025],
  ["idle", 0.012],
  ["building", 0.05],
  ["finished", 0.03],
  ["young", 0.05],
]
/** Of the older land, so much is not as it ought to be. */
const FAULTS: readonly (readonly [Stage, number])[] = [
  ["underused", 0.05],
  ["stalled", 0.03],
  ["missed", 0.07],
  ["steady", 0.85],
]

export function planHoldings(sites: readonly Site[], park: number, random: Random): Holding[] {
  const newness = rankNewness(sites, random)
  const wishes = grantWishes(sites, newness)
  const courses = planCourses(
    sites.filter((site) => !wishes.has(site)),
    newness,
    random,
  )
  const reserved = new Set([...wishes.values()].map(({ sequence }) => sequence))
  let next = 1
  return sites.map((site): Holding => {
    const granted = wishes.get(site)
    while (reserved.has(next)) next += 1
    const sequence = granted ? granted.sequence : next++
    const planned = courses.get(site)
    const course = granted ? granted.wish.lot.course : (planned?.course ?? null)
    return {
      site,
      parcelCode: parcelCodeOf(park, sequence),
      sequence,
      course,
      stage: planned?.stage ?? null,
      wish: granted?.wish ?? null,
      areas: planAreas(site, course, granted?.wish.lot, random),
    }
  })
}

/** Holdings of planted cases in the order of the cases and their lots. */
export const listPlantedHoldings = (holdings: readonly Holding[]): Holding[] =>
  holdings.filter(({ wish }) => wish).sort((a, b) => a.sequence - b.sequence)

/** The zone grows from the centre to the east: 0 for the oldest land, 1 for the newest. */
function rankNewness(sites: readonly Site[], random: Random): Map<Site, number> {
  const east = Math.max(...sites.map(({ centre }) => Math.abs(centre[0])))
  const score = ({ centre: [x, y] }: Site) => {
    const far = Math.sqrt(x * x + y * y) / east
    return 0.6 * (x / east) + 0.5 * far + random.between(0, 0.45)
  }
  const ranked = sites
    .map((site) => ({ site, score: score(site) }))
    .sort((a, b) => a.score - b.score)
  return new Map(ranked.map(({ site }, n) => [site, n / ranked.length]))
}

/** Of a large park it is enough to look at some of the lots. */
const MOST_CANDIDATES = 600

type Granted = { wish: { lot: LotWish; caseIndex: number }; sequence: number }

/** Finds each planted lot a site: of its shape and use, its size, and about as old as its course. */
function grantWishes(
  sites: readonly Site[],
  newness: ReadonlyMap<Site, number>,
): Map<Site, Granted> {
  const granted = new Map<Site, Granted>()
  const kindOf = ({ shape, use }: Site) => `${shape}/${use.kind === "works" ? "works" : use.code}`
  const ofKind = groupBy(sites, kindOf)
  let ordinal = 0
  CASE_WISHES.forEach(({ id, lots }, caseIndex) => {
    let before: Site | undefined
    for (const lot of lots) {
      const [low, high] = lot.mu
      const due = lot.course?.supplied ? 1 - Math.min(1, lot.course.supplied[0] / 200) : 1
      let best: Site | undefined
      let least = Infinity
      const candidates = ofKind.get(`${lot.shape ?? "plain"}/${lot.landUseCode ?? "works"}`) ?? []
      const stride = Math.ceil(candidates.length / MOST_CANDIDATES)
      for (let n = 0; n < candidates.length; n += stride) {
        const site = candidates[n]
        if (!site) continue
        const off = site.mu < low ? low / site.mu : site.mu > high ? site.mu / high : 1
        // Both halves of a split: the second is the neighbour of the first.
        if (lot.shape === "splitOff" && before && site.block !== before.block) continue
        const cost = (off - 1) * 20 + Math.abs((newness.get(site) ?? 0) - due)
        if (cost < least && !granted.has(site)) {
          best = site
          least = cost
        }
      }
      if (!best) throw new Error(`no site for a lot of the case ${id}`)
      before = best
      granted.set(best, { wish: { lot, caseIndex }, sequence: plantedSequence(ordinal++) })
    }
  })
  return granted
}

/** Courses of all other sites. Reserve land stays unsupplied; services are as old as the zone around them. */
function planCourses(
  sites: readonly Site[],
  newness: ReadonlyMap<Site, number>,
  random: Random,
): Map<Site, { course: Course; stage: Stage | null }> {
  const courses = new Map<Site, { course: Course; stage: Stage | null }>()
  const newestFirst = sites.toSorted((a, b) => (newness.get(b) ?? 0) - (newness.get(a) ?? 0))
  const works = newestFirst.filter(({ use }) => use.kind === "works")
  let from = Math.round(works.length * UNSUPPLIED_SHARE)
  for (const site of works.slice(0, from)) {
    const signed = [random.int(1, 14), random.int(0, 26)] as const
    if (random.chance(SIGNED_SHARE)) courses.set(site, { stage: null, course: signedOnly(signed) })
  }
  const give = (site: Site, stage: Stage, age: number) =>
    courses.set(site, { stage, course: planCourse(stage, age, random) })
  for (const [stage, share] of STAGE_SHARES) {
    const to = from + Math.round(works.length * share)
    works.slice(from, to).forEach((site, n) => give(site, stage, n / (to - from)))
    from = to
  }
  const older = works.slice(from)
  older.forEach((site, n) => give(site, random.weigh(FAULTS), n / older.length))
  for (const site of newestFirst) {
    const { kind } = site.use
    if (kind !== "works" && kind !== "reserve") {
      give(site, "steady", 1 - 0.8 * (newness.get(site) ?? 0))
    }
  }
  return courses
}

/** Areas on paper about the area of the geometry; now and then they do not agree. */
function planAreas(
  { areaDm2, shape }: Site,
  course: Course | null,
  wish: LotWish | undefined,
  random: Random,
): Areas {
  const about = (deviation: number) => Math.round(areaDm2 * (1 + deviation * random.normal()))
  const isSupplied = course?.supplied != null
  const isNew = isSupplied && (course?.supplied?.[0] ?? 0) < 14
  const hasCertificate = isSupplied && !isNew && (random.chance(0.96) || wish !== undefined)
  const contractDm2 = isSupplied ? about(0.0004) : null
  const isOff = hasCertificate && random.chance(0.025)
  let certifiedDm2 = hasCertificate
    ? Math.round(
        areaDm2 *
          (isOff ? random.pick([0.986, 0.991, 1.008, 1.013]) : 1 + 0.0006 * random.normal()),
      )
    : null
  let surveyedDm2 = random.chance(isSupplied ? 0.72 : wish ? 1 : 0.8) ? about(0.0001) : null
  if (shape === "thirtyMu") certifiedDm2 = 2_000_000
  if (shape === "splitOff" || shape === "merged") surveyedDm2 = areaDm2
  if (wish?.area === "surveyDiffers") {
    surveyedDm2 = areaDm2
    certifiedDm2 = Math.round(areaDm2 / 1.018)
  } else if (wish?.area === "noCertificate") certifiedDm2 = null
  else if (wish && hasCertificate && shape !== "thirtyMu") certifiedDm2 = about(0.0003)
  return {
    certifiedDm2,
    contractDm2,
    surveyedDm2,
    legalDm2: certifiedDm2 ?? contractDm2 ?? surveyedDm2 ?? areaDm2,
  }
}

/** The day on which the parcel came to be as it is: its supply, or long before. */
export function validFromOf({ course }: Holding, calendar: Calendar): string {
  const supplied = course?.supplied
  return calendar.dayOf(supplied ? [supplied[0] + 1, supplied[1]] : [19, 0])
}
