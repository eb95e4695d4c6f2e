import { createExpression, validateStyleMin } from "@maplibre/maplibre-gl-style-spec"
import { describe, expect, test } from "vitest"
import { binM2 } from "../../client/map/layers/bins.ts"
import { drawPattern, IMAGES } from "../../client/map/patterns.ts"
import { changeTheme, type Compared } from "../../client/map/layers/change.ts"
import { measureTheme, pendingTheme } from "../../client/map/layers/measure.ts"
import { pairTheme } from "../../client/map/layers/pair.ts"
import type { Measure } from "../../client/map/measure.ts"
import { type Look, PALETTES } from "../../client/map/palette.ts"
import type { Basemap } from "../../client/map/layers/basemap.ts"
import { style, type StyleInput } from "../../client/map/style.ts"
import { type Attributes, BEFORE, stateOf, type Theme, UNKNOWN } from "../../client/map/theme.ts"
import { findTheme, inLook, listSeen, listThemes } from "../../client/map/themes.ts"

const LOOKS = ["light", "dark"] as const
const BREAKS = [3, 6, 10, 20]
const RISE = { metresPerUnit: 6, mostUnits: 120 }
const TAX: Measure = {
  name: "taxPerMu",
  label: { zh: "亩均税收", en: "Tax per mu" },
  unit: "万元/亩",
  isRatio: true,
}
const ENERGY: Measure = {
  name: "energyPerMu",
  label: { zh: "亩均能耗", en: "Energy per mu" },
  unit: "吨标煤/亩",
  isRatio: true,
}

const before = new Map([[7, 4]])
const compared = (isShare: boolean): Compared => ({
  measure: TAX,
  before: 2023,
  year: 2024,
  isShare,
  beforeOf: (id) => before.get(Number(id)) ?? null,
})

/** Every kind of map of figures. */
const listMeasureThemes = (look: Look): [kind: string, theme: Theme][] => {
  const drawn = { look, patterned: true }
  const axes = [
    { measure: TAX, breaks: [3, 10] },
    { measure: ENERGY, breaks: [0.5, 2] },
  ] as const
  const themes: [string, Theme][] = [
    ["one", measureTheme(TAX, BREAKS, { look, patterned: false })],
    ["one with patterns", measureTheme(TAX, BREAKS, drawn)],
    ["one class", measureTheme(TAX, [], drawn)],
    ["change", changeTheme(compared(false), [-2, -1, 0, 1, 2], drawn)],
    ["share", changeTheme(compared(true), [-0.5, 0, 0.5], drawn)],
    ["pair", pairTheme(...axes, drawn)],
    ["pending", pendingTheme(TAX)],
  ]
  return themes.map(([kind, theme]) => [kind, inLook(theme, look)])
}

const input = (changes: Partial<StyleInput> & Pick<StyleInput, "theme">): StyleInput => ({
  look: "light",
  year: null,
  rise: null,
  tileSet: {
    tiles: ["http://127.0.0.1/api/tiles/assessor/all/parcels/{z}/{x}/{y}.mvt"],
    fields: [
      "landUse",
      "landUseScheme",
      "lifecycle",
      "grade",
      "available",
      "suspected",
      "determined",
    ],
    minzoom: 12,
    maxzoom: 16,
    bounds: [115.7, 33.8, 115.9, 33.9],
  },
  binSets: changes.theme.bins.map(({ name }) => ({
    measure: name,
    tiles: [`http://127.0.0.1/api/tiles/assessor/all/parcels/{z}/{x}/{y}.mvt?measure=${name}`],
    minzoom: 8,
    maxzoom: 11,
  })),
  ground: "http://127.0.0.1/api/ground",
  basemap: null,
  area: null,
  ...changes,
})

const combinations = LOOKS.flatMap((look) =>
  [
    ...listThemes(look).map((theme): [string, Theme] => [theme.id, theme]),
    ...listMeasureThemes(look),
  ].flatMap(([kind, theme]) => [null, RISE].map((rise) => [look, kind, rise, theme] as const)),
)

describe.each(combinations)("style in %s, theme %s, columns %j", (look, _, rise, theme) => {
  const made = style(
    input({
      look,
      theme,
      rise,
      area: [
        [115, 33],
        [116, 33],
        [116, 34],
      ],
    }),
  )

  test("satisfies the style specification", () => {
    expect(validateStyleMin(made)).toEqual([])
  })

  test("asks for nothing outside: no glyphs, no sprite, every address its own", () => {
    expect(made.glyphs).toBeUndefined()
    expect(made.sprite).toBeUndefined()
    const addresses = JSON.stringify(made.sources).match(/https?:\/\/[^/"]+/g)
    expect(new Set(addresses)).toEqual(new Set(["http://127.0.0.1"]))
  })

  test("paints the very colours of the legend", () => {
    const paint = JSON.stringify(made.layers)
    for (const { colour } of theme.classes) expect(paint).toContain(`"${colour}"`)
  })
})

describe.each(LOOKS)("a map in %s on which classes move", (look) => {
  const theme = listThemes(look).find(({ id }) => id === "grade")!
  const made = (movers: boolean) => style(input({ look, theme, movers }))
  const opacityOf = (id: string, moved: string | null) => {
    const layer = made(true).layers.find((one) => one.id === id)!
    const opacity = (layer.paint as Record<string, unknown>)["line-opacity"]
    const parsed = createExpression(opacity, "opacity")
    if (parsed.result === "error") throw new Error(id)
    return parsed.value.evaluate({ zoom: 14 }, undefined, moved === null ? {} : { moved }) as number
  }

  test("satisfies the style specification", () => {
    expect(validateStyleMin(made(true))).toEqual([])
  })

  test("outlines each by its feature state and by the way it went", () => {
    const told = (moved: string | null) =>
      ["parcel-moved-up", "parcel-moved-down"].map((id) => opacityOf(id, moved))
    expect([told("up"), told("down"), told(null)]).toEqual([
      [1, 0],
      [0, 1],
      [0, 0],
    ])
  })

  test("has no outline of moves where nothing is tried", () => {
    const ids = made(false).layers.map(({ id }) => id)
    expect(ids.filter((id) => id.startsWith("parcel-moved"))).toEqual([])
  })
})

test("no two layers have one id", () => {
  const theme = listThemes("light")[0]!
  const ids = style(input({ theme })).layers.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
})

test("every pattern of a class has an image in both inks, drawn in part and not whole", () => {
  expect(IMAGES).toHaveLength(8)
  for (const { id, pattern, colour } of IMAGES) {
    const { data, width, height } = drawPattern(pattern, colour)
    const drawn = data.filter((value, index) => index % 4 === 3 && value > 0).length
    expect(drawn, id).toBeGreaterThan(0)
    expect(drawn, id).toBeLessThan((width * height) / 2)
  }
})

/** What a tile may say of a parcel. Attributes that are not known are left out of a tile. */
const PARCELS: Attributes[] = [
  {},
  { lifecycle: "underused", grade: "A", suspected: true, determined: false, available: false },
  { lifecycle: "in_use", grade: "D", suspected: false, determined: true, available: true },
  { lifecycle: "made up", grade: "E", suspected: true, determined: true },
  { landUse: "100102", landUseScheme: "2023", taxPerMu: 2.99 },
  { landUse: "1001", landUseScheme: "GB/T 21010-2017", taxPerMu: 3 },
  { landUse: "M1", landUseScheme: "GB 50137-2011", taxPerMu: 3.01 },
  { landUse: "9999", landUseScheme: "other", taxPerMu: 0 },
  { taxPerMu: 19.99 },
  { taxPerMu: 20 },
  { taxPerMu: -1.5 },
]

/** What an expression comes to as the map's own interpreter finds it. */
function evaluate(expression: unknown, properties: Attributes, state: Attributes = {}): string {
  const made = createExpression(expression, "class")
  if (made.result === "error") throw new Error(made.value.map(({ message }) => message).join())
  const found: unknown = made.value.evaluate(
    { zoom: 15 },
    { type: "Polygon", properties: { ...properties }, geometry: [] },
    { ...state },
  )
  return String(found)
}

/** An expression of a layer's paint. */
function paintOf(given: StyleInput, layer: string, property: string): unknown {
  const found = style(given).layers.find(({ id }) => id === layer)
  return (found?.paint as Record<string, unknown> | undefined)?.[property]
}

describe.each(listThemes("light").map((theme) => [theme.id, theme] as const))(
  "theme %s",
  (_, theme) => {
    test.each(PARCELS)("puts %j into the same class on the map and in the list", (parcel) => {
      expect(evaluate(theme.expression, parcel)).toBe(theme.classOf(parcel))
    })

    test("has a class for whatever a parcel says", () => {
      const keys = theme.classes.map(({ key }) => key)
      for (const parcel of PARCELS) expect(keys).toContain(theme.classOf(parcel))
    })

    test("has classes of different letters, but for what is not known", () => {
      const codes = theme.classes.map(({ code }) => code.zh).filter((code) => code !== "")
      expect(new Set(codes).size).toBe(codes.length)
    })
  },
)

const themeOf = (id: Theme["id"]) => listThemes("light", SCHEMES).find((one) => one.id === id)!
const SCHEMES = new Map([
  ["1001", "GB/T 21010-2017"],
  ["090101", "2023"],
  ["9999", "other"],
])
const colourOf = (theme: Theme, key: string) =>
  theme.classes.find((entry) => entry.key === key)!.colour

describe("the colour of a parcel", () => {
  const grade = themeOf("grade")
  const fill = (changes: Partial<StyleInput> = {}, theme = grade) =>
    paintOf(input({ theme, ...changes }), "parcel-fill", "fill-color")

  test("is that of its state, whatever its tile says", () => {
    expect(evaluate(fill(), { grade: "A" }, { class: stateOf(grade, "D") })).toBe(
      colourOf(grade, "D"),
    )
  })
  test("is that of its tile until there is a state of the theme", () => {
    expect(evaluate(fill(), { grade: "A" })).toBe(colourOf(grade, "A"))
    expect(
      evaluate(fill(), { grade: "A" }, { class: stateOf(themeOf("lifecycle"), UNKNOWN) }),
    ).toBe(colourOf(grade, "A"))
  })
  test("is silent where the tile tells of another year", () => {
    expect(evaluate(fill({ year: 2023 }), { grade: "A" })).toBe(PALETTES.light.silent)
    expect(evaluate(fill({ year: 2023 }), {}, { class: stateOf(grade, "B") })).toBe(
      colourOf(grade, "B"),
    )
  })
  test("is silent where the tile has no figures, and not that of a missing one", () => {
    const tax = measureTheme(TAX, BREAKS, { look: "light", patterned: false })
    expect(evaluate(fill({}, tax), {})).toBe(PALETTES.light.silent)
    expect(evaluate(fill({}, tax), {}, { class: stateOf(tax, UNKNOWN) })).toBe(
      colourOf(tax, UNKNOWN),
    )
  })
})

describe("the colour of a bin", () => {
  const colourIn = (theme: Theme, name: string, properties: Attributes) =>
    evaluate(paintOf(input({ theme }), `bins-${name}`, "fill-color"), properties)
  const colour = (id: Theme["id"], name: string, properties: Attributes) =>
    colourIn(themeOf(id), name, properties)
  const tax = measureTheme(TAX, BREAKS, { look: "light", patterned: false })

  test.each([
    [2.9999, "0"],
    [3, "1"],
    [19.99, "3"],
    [20, "4"],
    [-1.5, "0"],
  ])("of %s 万元/亩 is that of class %s, as of a parcel", (taxPerMu, key) => {
    expect(colourIn(tax, "taxPerMu", { taxPerMu })).toBe(colourOf(tax, key))
    expect(tax.classOf({ taxPerMu })).toBe(key)
  })
  test("without a figure is that of no figure", () => {
    expect(colourIn(tax, "taxPerMu", { count: 3 })).toBe(colourOf(tax, UNKNOWN))
  })
  test("of a change, of two measures or of what is no ratio is that of no class", () => {
    const area = measureTheme({ ...TAX, name: "areaMu", isRatio: false }, [5], {
      look: "light",
      patterned: false,
    })
    const others = listMeasureThemes("light").filter(([kind]) => !kind.startsWith("one"))
    for (const theme of [area, ...others.map(([, one]) => one)])
      expect(colourIn(theme, "", { count: 3, areaM2: 5_000 })).toBe(PALETTES.light.silent)
  })
  test("is that of the class with the most land", () => {
    expect(colour("grade", "grade", { grade: "C" })).toBe(colourOf(themeOf("grade"), "C"))
    expect(colour("lifecycle", "lifecycle", {})).toBe(colourOf(themeOf("lifecycle"), UNKNOWN))
  })
  test("reads a code by the scheme in which the land is registered", () => {
    const landUse = themeOf("landUse")
    expect(colour("landUse", "landUse", { landUse: "1001" })).toBe(colourOf(landUse, "S"))
    expect(colour("landUse", "landUse", { landUse: "090101" })).toBe(colourOf(landUse, "B"))
    expect(colour("landUse", "landUse", { landUse: "9999" })).toBe(colourOf(landUse, UNKNOWN))
  })
  test("is that of the suspicion, and of the determination over it where most land has one", () => {
    const flag = themeOf("flag")
    expect(colour("flag", "suspected", { suspected: true })).toBe(colourOf(flag, "suspected"))
    expect(colour("flag", "suspected", { suspected: false })).toBe(colourOf(flag, "none"))
    expect(colour("flag", "determined", { determined: true })).toBe(colourOf(flag, "determined"))
    const layers = style(input({ theme: flag })).layers
    const shows = (properties: Attributes) =>
      layers
        .filter(({ id }) => id.startsWith("bins-"))
        .filter((layer) => evaluate("filter" in layer && layer.filter, properties) === "true")
        .map(({ id }) => id)
    expect(shows({ suspected: false, determined: false })).toEqual(["bins-suspected"])
    expect(shows({ determined: true })).toEqual(["bins-suspected", "bins-determined"])
  })
  test("speaks louder the more of its ground is parcels", () => {
    const theme = themeOf("grade")
    const opacity = paintOf(input({ theme }), "bins-grade", "fill-opacity")
    const ground = binM2(11, 33.85)
    const strengths = [0, 0.1, 0.3, 0.6, 0.9].map((share) =>
      Number(evaluate(opacity, { areaM2: share * ground })),
    )
    expect(strengths).toEqual(strengths.toSorted((a, b) => a - b))
    expect(new Set(strengths).size).toBe(strengths.length)
  })
  test("stands on squares of 253 m at zoom 11 on the 34th parallel north", () => {
    expect(Math.sqrt(binM2(11, 34))).toBeCloseTo(253.5, 1)
  })
})

test("a theme without bins of its own measure draws none", () => {
  const made = style(input({ theme: themeOf("grade"), binSets: [] }))
  expect(Object.keys(made.sources)).toEqual(["ground", "parcels", "area", "labels"])
})

describe("the same digits in two schemes", () => {
  const landUse = listThemes("light").find(({ id }) => id === "landUse")!
  test("are two uses: 1001 is industry in one and railway in the other", () => {
    expect(landUse.classOf({ landUse: "1001", landUseScheme: "2023" })).toBe("M")
    expect(landUse.classOf({ landUse: "1001", landUseScheme: "GB/T 21010-2017" })).toBe("S")
  })
})

describe("a map of figures", () => {
  const drawn = { look: "light", patterned: false } as const
  test("asks the server for exactly the parcels of each class", () => {
    const { classes } = measureTheme(TAX, [3, 10], drawn)
    expect(classes.map(({ filter }) => filter)).toEqual([
      "taxPerMu < 3",
      "taxPerMu >= 3 AND taxPerMu < 10",
      "taxPerMu >= 10",
      "(taxPerMu IS NULL)",
    ])
  })
  test.each([
    [0, "0"],
    ["10.0", "2"],
    [-5, "0"],
    [null, UNKNOWN],
    [undefined, UNKNOWN],
    ["", UNKNOWN],
    [Number.NaN, UNKNOWN],
  ])("has %s in class %s: missing is no zero", (taxPerMu, key) => {
    expect(measureTheme(TAX, [3, 10], drawn).classOf({ taxPerMu })).toBe(key)
  })
  test("of changes has a parcel by its figures of both years, or nowhere", () => {
    const { classOf, readings } = changeTheme(compared(false), [-2, 0, 2], drawn)
    expect(classOf({ id: 1, taxPerMu: 5, [BEFORE]: 4 })).toBe("2")
    expect(classOf({ id: 1, taxPerMu: 1, [BEFORE]: 4 })).toBe("0")
    expect(classOf({ id: 7, taxPerMu: 4 })).toBe("2")
    expect(classOf({ id: 8, taxPerMu: 4 })).toBe(UNKNOWN)
    expect(classOf({ id: 7 })).toBe(UNKNOWN)
    expect(readings?.({ id: 7, taxPerMu: 3 })).toEqual([
      { value: -1, unit: "万元/亩", as: "change" },
    ])
  })
  test("of changes asks the server for none of them", () => {
    const { classes } = changeTheme(compared(true), [0], drawn)
    expect(classes.map(({ filter }) => filter)).toEqual([null, null, null])
  })
  test("of two measures has a parcel in a square of both, or nowhere", () => {
    const [, theme] = listMeasureThemes("light").find(([kind]) => kind === "pair")!
    expect(theme.classOf({ taxPerMu: 3, energyPerMu: 0.2 })).toBe("10")
    expect(theme.classOf({ taxPerMu: 30, energyPerMu: 2 })).toBe("22")
    expect(theme.classOf({ taxPerMu: 30 })).toBe(UNKNOWN)
    expect(theme.classes.find(({ key }) => key === "12")?.filter).toBe(
      "taxPerMu >= 3 AND taxPerMu < 10 AND energyPerMu >= 2",
    )
    expect(theme.classes.at(-1)?.filter).toBe("(taxPerMu IS NULL) OR (energyPerMu IS NULL)")
  })
  test("of another measure is never taken for this one", () => {
    const marks = listMeasureThemes("light").map(([, { mark }]) => mark)
    expect(new Set(marks).size).toBe(marks.length - 2)
  })
})

describe("themes offered", () => {
  const offered = (...fields: string[]) =>
    listSeen(listThemes("light"), new Set(fields)).map(({ id }) => id)

  test("to an assessor are four, beside figures", () => {
    expect(
      offered(
        "lifecycle",
        "grade",
        "suspected",
        "determined",
        "landUse",
        "landUseScheme",
        "available",
      ),
    ).toEqual(["lifecycle", "grade", "flag", "landUse"])
  })
  test("to promotion are grade, use and availability", () => {
    expect(offered("grade", "determined", "landUse", "landUseScheme", "available")).toEqual([
      "grade",
      "landUse",
      "available",
    ])
  })
  test("to nobody are none, and then there is none to show", () => {
    expect(offered()).toEqual([])
    expect(findTheme([], "grade")).toBeUndefined()
  })
})

describe.each(LOOKS)("over a basemap in %s", (look) => {
  const shared = {
    minzoom: 0,
    maxzoom: 15,
    bounds: [115, 33, 117, 35] as [number, number, number, number],
    attribution: "示例测绘院",
  }
  const BASEMAPS: Record<string, Basemap> = {
    images: {
      kind: "images",
      layers: ["http://127.0.0.1/a/{z}/{x}/{y}", "http://127.0.0.1/b/{z}/{x}/{y}"],
      ...shared,
    },
    "Protomaps tiles": {
      kind: "vector",
      tiles: "http://127.0.0.1/api/basemap/{z}/{x}/{y}",
      layers: ["landuse", "water", "roads", "buildings", "places"],
      ...shared,
    },
    "OpenMapTiles tiles": {
      kind: "vector",
      tiles: "http://127.0.0.1/api/basemap/{z}/{x}/{y}",
      layers: ["landcover", "water", "waterway", "transportation", "building"],
      ...shared,
    },
    "tiles of no known layer": {
      kind: "vector",
      tiles: "http://127.0.0.1/api/basemap/{z}/{x}/{y}",
      layers: ["parcels"],
      ...shared,
    },
  }

  test.each(Object.entries(BASEMAPS))(
    "of %s the style is valid and says whose it is",
    (_, basemap) => {
      const theme = listThemes(look)[0]!
      const made = style(input({ look, theme, basemap }))
      expect(validateStyleMin(made)).toEqual([])
      const sources = Object.entries(made.sources).filter(([id]) => id.startsWith("basemap"))
      expect(sources.length).toBe(basemap.kind === "images" ? basemap.layers.length : 1)
      for (const [, source] of sources) expect(source).toMatchObject({ attribution: "示例测绘院" })
    },
  )

  test("parcels and the zone's outline lie on it, the zone's own ground does not", () => {
    const theme = listThemes(look)[0]!
    const ids = style(input({ look, theme, basemap: BASEMAPS["images"]! })).layers.map(
      ({ id }) => id,
    )
    expect(ids.indexOf("basemap-1")).toBeLessThan(ids.indexOf("zone"))
    expect(ids).not.toContain("road")
    expect(ids).not.toContain("road-name")
  })
})
