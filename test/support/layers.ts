import { readdirSync, readFileSync } from "node:fs"
import { dirname, join, posix, relative, sep } from "node:path"

/** One row of the layering table: files that match `from` may import ours only as `may` allows. */
type Layer = { from: RegExp; may: RegExp[]; types?: RegExp[]; pure?: true }

const PURE_GEODATA = /^geodata\/(units|days|workdays|crs|codes\/[^/]+)\.ts$/
/** What a slice shows to others: pure rules, the schemes as data, and the schemas of the contract. */
const RULES = /^server\/[a-z]+\/([a-z-]+\.)?(rules|schema|schemes)\.ts$/
const BASE = /^server\/(http|db|documents)\//

/**
 * Who may import whom; the first row that matches a file holds for it. `types` may be imported as types
 * only; `pure` files may not even import the rest of their folder. This table is the rule: README and review point here.
 */
export const LAYERS: Layer[] = [
  { from: PURE_GEODATA, may: [PURE_GEODATA] },
  { from: /^geodata\//, may: [/^geodata\//] },
  // Rules run anywhere: not even the rest of their own slice.
  { from: /^server\/[a-z]+\/([a-z-]+\.)?rules\.ts$/, may: [PURE_GEODATA, RULES], pure: true },
  { from: BASE, may: [BASE, /^server\/(config|programs)\.ts$/] },
  { from: /^server\/[^/]+\.(ts|mjs)$/, may: [/^server\//, /^geodata\//] },
  // Whoever shows or exports parcels selects them by the one catalogue.
  {
    from: /^server\/tiles\//,
    may: [
      BASE,
      /^geodata\//,
      RULES,
      /^server\/(config|programs)\.ts$/,
      /^server\/accounts\/matrix\.ts$/,
      /^server\/parcels\/(catalogue|selection)\.ts$/,
    ],
  },
  {
    from: /^server\/basemap\//,
    may: [BASE, /^server\/config\.ts$/, /^server\/tiles\/encode\/address\.ts$/],
  },
  // Firms are selected, paged and told of as parcels are; what is found is told alike.
  {
    from: /^server\/(enterprises|search)\//,
    may: [
      BASE,
      /^geodata\//,
      RULES,
      /^server\/accounts\/matrix\.ts$/,
      /^server\/parcels\/(?!.*routes)/,
    ],
  },
  // The clock of idle land tells of recorded versions as a parcel's sheet does.
  {
    from: /^server\/clock\//,
    may: [
      BASE,
      /^geodata\//,
      RULES,
      /^server\/accounts\/matrix\.ts$/,
      /^server\/parcels\/(?!.*routes)/,
    ],
  },
  // A rule is tried on the facts that evaluations read, and written in the one filter language.
  {
    from: /^server\/(rulesets|triangle)\//,
    may: [
      BASE,
      /^geodata\//,
      RULES,
      /^server\/accounts\/matrix\.ts$/,
      /^server\/derivation\/facts\.ts$/,
      /^server\/parcels\/(?!.*routes)/,
    ],
  },
  // The desk judges by the facts that evaluations read, and proposes what it confirms.
  {
    from: /^server\/desk\//,
    may: [
      BASE,
      /^geodata\//,
      RULES,
      /^server\/accounts\/matrix\.ts$/,
      /^server\/derivation\/facts\.ts$/,
      /^server\/derivation\/evaluator\.ts$/,
      /^server\/determinations\/queries\.ts$/,
      /^server\/parcels\/(?!.*routes)/,
    ],
  },
  // Determinations and the land of a firm name a parcel by its last known version.
  {
    from: /^server\/(determinations|roster)\//,
    may: [
      BASE,
      /^geodata\//,
      RULES,
      /^server\/accounts\/matrix\.ts$/,
      /^server\/parcels\/selection\.ts$/,
    ],
  },
  // A document that is served asks for an answer at the desk.
  // Documents freeze what the clock and the parcel's page say, and show pictures that are kept with it.
  {
    from: /^server\/notices\//,
    may: [
      BASE,
      /^geodata\//,
      RULES,
      /^server\/accounts\/matrix\.ts$/,
      /^server\/attachments\/queries\.ts$/,
      /^server\/clock\/(clock|history)\.ts$/,
      /^server\/desk\/settle\.ts$/,
      /^server\/parcels\/(?!.*routes)/,
    ],
  },
  // What is shown to firms comes from the roster and from runs.
  {
    from: /^server\/publicity\//,
    may: [
      BASE,
      /^geodata\//,
      RULES,
      /^server\/roster\/(population|years)\.ts$/,
      /^server\/runs\/publish\.ts$/,
    ],
  },
  // What follows from a grade is reckoned from the run that gave it.
  {
    from: /^server\/policy\//,
    may: [BASE, /^geodata\//, RULES, /^server\/runs\/queries\.ts$/],
  },
  // An operator's checks recompute what was sealed.
  {
    from: /^server\/operator\//,
    may: [
      BASE,
      /^geodata\//,
      RULES,
      /^server\/(config|programs)\.ts$/,
      /^server\/accounts\/matrix\.ts$/,
      /^server\/notices\/queries\.ts$/,
      /^server\/runs\/queries\.ts$/,
    ],
  },
  // A run seals the population of a year under its schemes; its statements are set by a program of their own.
  {
    from: /^server\/runs\//,
    may: [
      BASE,
      /^geodata\//,
      RULES,
      /^server\/programs\.ts$/,
      /^server\/roster\/(population|years)\.ts$/,
    ],
  },
  // The sample park is assessed as a zone's would be.
  {
    from: /^server\/sample\//,
    may: [
      BASE,
      /^geodata\//,
      RULES,
      /^server\/roster\/(population|years)\.ts$/,
      /^server\/runs\/(seal|publish)\.ts$/,
      /^server\/schemes\/queries\.ts$/,
    ],
  },
  // A slice: itself, the base, geodata, other slices' rules, and what every slice asks of accounts: the matrix.
  {
    from: /^server\/([a-z]+)\//,
    may: [
      BASE,
      /^geodata\//,
      RULES,
      /^server\/(config|programs)\.ts$/,
      /^server\/accounts\/matrix\.ts$/,
    ],
  },
  { from: /^client\/api\.ts$/, may: [], types: [/^server\/app\.ts$/] },
  { from: /^client\/map\//, may: [/^client\/(map|api|text)/, PURE_GEODATA], types: [/^server\//] },
  { from: /^client\/ui\//, may: [/^client\/(ui\/|text)/] },
  { from: /^client\/[^/]+\.tsx?$/, may: [/^client\//, PURE_GEODATA], types: [/^server\//] },
  // Parts that screens about land and firms put together; they know nothing of the screens.
  {
    from: /^client\/(parcels|enterprises|compare|wall|views)\//,
    may: [
      /^client\/(map|ui|record|parcels|search|statistics|table|views|comments|attachments|enterprises|compare)\//,
      /^client\/(api|text|later)/,
      PURE_GEODATA,
      /^server\/[a-z]+\/([a-z-]+\.)?rules\.ts$/,
    ],
    types: [/^server\//],
  },
  // Pages of the assessment are records too, its tables are copied as tables are, and what is tried is seen on the map.
  {
    from: /^client\/assessment\//,
    may: [
      /^client\/(ui|record|map)\//,
      /^client\/table\/tsv\.ts$/,
      /^client\/(api|text|later)/,
      PURE_GEODATA,
      /^server\/[a-z]+\/([a-z-]+\.)?rules\.ts$/,
    ],
    types: [/^server\//],
  },
  // Schemes, notices and cases are read as records are; the documents of a case are drawn up from it.
  {
    from: /^client\/(schemes|publicity|idle|notices)\//,
    may: [
      /^client\/(ui|record|notices)\//,
      /^client\/(api|text)/,
      PURE_GEODATA,
      /^server\/[a-z]+\/([a-z-]+\.)?rules\.ts$/,
    ],
    types: [/^server\//],
  },
  // What is said of a thing and what is kept with it are sections of its record.
  {
    from: /^client\/(comments|attachments)\//,
    may: [/^client\/(ui|record|comments)\//, /^client\/(api|text)/, PURE_GEODATA],
    types: [/^server\//],
  },
  {
    from: /^client\/(table|statistics)\//,
    may: [/^client\/(map|ui|parcels)\//, /^client\/(api|text|later)/, PURE_GEODATA],
    types: [/^server\//],
  },
  {
    from: /^client\/([a-z]+)\//,
    may: [
      /^client\/(map|ui)\//,
      /^client\/(api|later|text)/,
      PURE_GEODATA,
      /^server\/[a-z]+\/([a-z-]+\.)?rules\.ts$/,
    ],
    types: [/^server\//],
  },
  { from: /^(test\/|vite\.config\.ts$)/, may: [/./] },
]

/** Packages that one place alone may import. */
const PACKAGES: { name: RegExp; only: RegExp }[] = [
  { name: /^pdfkit$/, only: /^server\/documents\// },
  { name: /^maplibre-gl/, only: /^client\/map\// },
  { name: /^postgres$/, only: /^(server\/db\/connection\.ts|test\/)/ },
  { name: /^@electric-sql\//, only: /^server\/db\/engine-worker\.ts$/ },
  { name: /^solid-js/, only: /^(client|test)\// },
]

export type Violation = { from: string; to: string }
/** Path from the root to text; forward slashes. */
export type Sources = ReadonlyMap<string, string>

const IMPORT =
  /(?:^|\n)\s*(import|export)\s+(type\s+)?(?:[^"'`;]*?\sfrom\s+)?["']([^"']+)["']|import\(\s*["']([^"']+)["']\s*\)/g

/** All TypeScript sources below a root. */
export function readSources(root: string): Sources {
  const found = new Map<string, string>()
  const walk = (folder: string) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) walk(path)
      else if (/\.(tsx?|mjs)$/.test(entry.name) && !entry.name.endsWith(".d.ts"))
        found.set(relative(root, path).split(sep).join("/"), readFileSync(path, "utf8"))
    }
  }
  for (const folder of ["client", "server", "geodata", "test"]) walk(join(root, folder))
  return found
}

/** Every import that the table does not allow, as the two paths. */
export function listViolations(sources: Sources): Violation[] {
  return [...sources].flatMap(([from, text]) => {
    const layer = LAYERS.find((row) => row.from.test(from))
    if (!layer) return [{ from, to: "(no layer)" }]
    const slice = /^(server|client)\/[a-z]+\//.exec(from)?.[0]
    return [...text.matchAll(IMPORT)].flatMap((match) => {
      const to = match[3] ?? match[4] ?? ""
      const typeOnly = match[2] !== undefined
      if (!to.startsWith(".")) {
        const rule = PACKAGES.find(({ name }) => name.test(to))
        return rule && !rule.only.test(from) ? [{ from, to }] : []
      }
      const path = posix.normalize(posix.join(dirname(from), to.replace(/\?.*$/, "")))
      if (!/\.(tsx?|mjs)$/.test(path)) return []
      const own = slice !== undefined && path.startsWith(slice) && !layer.pure
      const allowed =
        own ||
        layer.may.some((row) => row.test(path)) ||
        (typeOnly && layer.types?.some((row) => row.test(path)))
      return allowed ? [] : [{ from, to: path }]
    })
  })
}
