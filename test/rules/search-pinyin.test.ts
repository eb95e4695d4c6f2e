import { fc } from "../support/properties.ts"
import { describe, expect, test } from "vitest"
import { createSpeller, normalise, readingsOf } from "../../server/search/pinyin.rules.ts"

const spell = (query: string, text: string) =>
  createSpeller(normalise(query))?.(normalise(text)) ?? null

describe("the normal form", () => {
  test.each([
    ["ＡＢＣ　１２３", "abc123"],
    ["示例 机械（亳州）", "示例机械(亳州)"],
    ["lǜ".normalize("NFD").replace("\u0300", ""), "lv"],
    ["a\u200bb\u0000c", "abc"],
    ["①号", "1号"],
    ["  \t\n ", ""],
    ["u\u200b\u0308", "v"],
    ["\u05d9\u05b4\u309b", "\u05d9\u05b4\u3099".normalize("NFKC")],
  ])("of %j is %j", (text, wanted) => {
    expect(normalise(text)).toBe(wanted)
  })

  test("is its own normal form", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(normalise(normalise(text))).toBe(normalise(text))
      }),
      { numRuns: 2000 },
    )
  })
})

describe("a text is spelt", () => {
  test.each([
    ["shilijixie", "示例机械有限公司", "pinyin", true],
    ["shil", "示例机械有限公司", "pinyin", true],
    ["jixie", "示例机械有限公司", "pinyin", false],
    ["示例jix", "示例机械有限公司", "pinyin", true],
    ["ji械", "示例机械有限公司", "pinyin", false],
    ["sljx", "示例机械有限公司", "initials", true],
    ["jxyx", "示例机械有限公司", "initials", false],
    ["slji", "示例机械有限公司", "initials", true],
    ["aqu1", "A区1号", "pinyin", true],
    ["lvyuan", "绿源新材", "pinyin", true],
    ["luyuan", "绿源新材", "pinyin", true],
    ["lueyang", "略阳", "pinyin", true],
  ] as const)("%s in %s by %s", (query, text, by, atStart) => {
    expect(spell(query, text)).toEqual({ by, atStart })
  })

  test.each([
    ["chongqing", "重庆路"],
    ["zhongqing", "重庆路"],
    ["cqx", "重庆行"],
    ["zqh", "重庆行"],
    ["changhang", "长行"],
    ["zhangxing", "长行"],
    ["yueqi", "乐器"],
    ["leqi", "乐器"],
    ["xiamen", "厦门"],
    ["shamen", "厦门"],
  ])("%s in %s by either sound of its character", (query, text) => {
    expect(spell(query, text)).not.toBeNull()
  })

  test.each([
    ["xieji", "示例机械"],
    ["jixiex", "示例机械"],
    ["sjx", "示例机械"],
    ["hangchang", "长行"],
    ["abc", "示例机械"],
    ["shili", "East-7"],
  ])("and not %s in %s", (query, text) => {
    expect(spell(query, text)).toBeNull()
  })

  test("by nothing without a letter", () => {
    expect(createSpeller("示例")).toBeUndefined()
    expect(createSpeller("341602")).toBeUndefined()
  })

  test("by the first sounds of all its characters, whatever they are", () => {
    const han = fc.integer({ min: 0x4e00, max: 0x9fa5 }).map((code) => String.fromCharCode(code))
    const spelt = han.filter((character) => readingsOf(character).length > 0)
    fc.assert(
      fc.property(
        fc.array(spelt, { minLength: 1, maxLength: 8 }),
        fc.array(spelt, { maxLength: 3 }),
        fc.nat(),
        (characters, before, choice) => {
          const sounds = characters.map((character) => {
            const all = readingsOf(character)
            return all[choice % all.length]!
          })
          const text = [...before, ...characters].join("")
          expect(spell(sounds.join(""), text)?.by).toBe("pinyin")
          expect(spell(sounds.map(([first]) => first).join(""), text)).not.toBeNull()
        },
      ),
    )
  })

  test("in a moment, however many ways there are to read it", () => {
    const text = "嗯安那诶".repeat(50)
    const before = performance.now()
    for (const query of ["an", "n", "ng", "ana", "e", "ei"])
      spell(query.repeat(64).slice(0, 64), text)
    expect(performance.now() - before).toBeLessThan(500)
  })
})
