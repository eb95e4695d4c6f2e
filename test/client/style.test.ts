import { createExpression, validateStyleMin } from "@maplibre/maplibre-gl-style-spec"
import { describe, expect, test } from "vitest"
import { drawPattern, imageOf, PATTERNS } from "../../client/map/patterns.ts"
import { PALETTES } from "../../client/map/palette.ts"
import { style, type StyleInput } from "../../client/map/style.ts"
import type { Attributes, Theme } from "../../client/map/theme.ts"
import { findTheme, listSeen, listThemes } from "../../client/map/themes.ts"

const LOOKS = ["light", "dark"] as const
const BREAKS = [3, 6, 10, 20]

const input = (changes: Partial<StyleInput> & Pick<StyleInput, "theme">): StyleInput => ({
  look: "light",
  relief: false,
  tileSet: {
    tiles: ["http://127.0.0.1/api/tiles/assessor/all/parcels/{z}/{x}/{y}.mvt"],
    minzoom: 0,
    maxzoom: 16,
    bounds: [115.7, 33.8, 115.9, 33.9],
  },
  ground: "http://127.0.0.1/api/ground",
  labels: { type: "FeatureCollection", features: [] },
  area: null,
  ...changes,
})

const combinations = LOOKS.flatMap((look) =>
  listThemes(BREAKS, look).flatMap((theme) =>
    [false, true].map((relief) => [look, theme.id, relief, theme] as const),
  ),
)

describe.each(combinations)("style in %s, theme %s, relief %s", (look, _, relief, theme) => {
  const made = style(
    input({
      look,
      theme,
      relief,
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

test("no two layers have one id", () => {
  const theme = listThemes(BREAKS, "light")[0]!
  const ids = style(input({ theme })).layers.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
})

test("every pattern of a class has an image, drawn in part and not whole", () => {
  for (const pattern of PATTERNS) {
    const { data, width, height } = drawPattern(pattern, PALETTES.light.pattern)
    const drawn = data.filter((value, index) => index % 4 === 3 && value > 0).length
    expect(drawn, imageOf(pattern)).toBeGreaterThan(0)
    expect(drawn, imageOf(pattern)).toBeLessThan((width * height) / 2)
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

/** The class of a parcel as the map's own interpreter finds it. */
function evaluate(theme: Theme, properties: Attributes): unknown {
  const made = createExpression(theme.expression, "class")
  if (made.result === "error") throw new Error(made.value.map(({ message }) => message).join())
  const found: unknown = made.value.evaluate(
    { zoom: 15 },
    { type: "Polygon", properties: { ...properties }, geometry: [] },
  )
  return String(found)
}

describe.each(listThemes(BREAKS, "light").map((theme) => [theme.id, theme] as const))(
  "theme %s",
  (_, theme) => {
    test.each(PARCELS)("puts %j into the same class on the map and in the list", (parcel) => {
      expect(evaluate(theme, parcel)).toBe(theme.classOf(parcel))
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

describe("the same digits in two schemes", () => {
  const landUse = listThemes([], "light").find(({ id }) => id === "landUse")!
  test("are two uses: 1001 is industry in one and railway in the other", () => {
    expect(landUse.classOf({ landUse: "1001", landUseScheme: "2023" })).toBe("M")
    expect(landUse.classOf({ landUse: "1001", landUseScheme: "GB/T 21010-2017" })).toBe("S")
  })
})

describe("themes offered", () => {
  const offered = (...fields: string[]) =>
    listSeen(listThemes(BREAKS, "light"), new Set(fields)).map(({ id }) => id)

  test("to an assessor are five", () => {
    expect(
      offered(
        "lifecycle",
        "taxPerMu",
        "grade",
        "suspected",
        "determined",
        "landUse",
        "landUseScheme",
        "available",
      ),
    ).toEqual(["lifecycle", "taxPerMu", "grade", "flag", "landUse"])
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
