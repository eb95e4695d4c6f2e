import { fc } from "../support/properties.ts"
import { describe, expect, test } from "vitest"
import { findCreditCodeFault, normaliseCreditCode } from "../../geodata/codes/credit-code.ts"
import { findDivision } from "../../geodata/codes/industry.ts"
import { LAND_USE_CLASSES } from "../../geodata/codes/land-use-classes.ts"
import {
  findLandUse,
  findLandUseScheme,
  isLandUseCode,
  matchLandUse,
} from "../../geodata/codes/land-use.ts"
import { parseParcelCode, parseUnitCode } from "../../geodata/codes/parcel-code.ts"

const ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"

describe("credit code", () => {
  const valid = [
    "91350100M000100Y43",
    "11370881004339597L",
    "11341700003244967K",
    "11341622003178357Q",
    "12341700686863395A",
    "91341602MA2TAAA02P",
    "91341602MA2TAAA10J",
    "91341602MA2TAAA29F",
    "91331102MA2EAAA09G",
    "91340621MA2RAAA003",
    "91370612MA3CAAA09Y",
  ]

  test.each(valid)("%s holds both check characters", (code) => {
    expect(findCreditCodeFault(code)).toBeNull()
  })

  test("the worked example of the standard itself is invalid: its last character should be 3", () => {
    expect(findCreditCodeFault("91350100M000100Y4Z")).toBe("shape")
    expect(findCreditCodeFault("91350100M000100Y44")).toBe("check")
  })

  test("a sum divisible by 31 has check character 0, not one beyond the alphabet", () => {
    expect(findCreditCodeFault("91341602MA00001460")).toBeNull()
  })

  test("a right last character does not save a wrong organisation code", () => {
    expect(findCreditCodeFault("91341602MA2TAAA03T")).toBe("organisation")
  })

  test("a 15-digit registration number is named as such, other lengths are not codes", () => {
    expect(findCreditCodeFault("340000000000123")).toBe("registrationNo")
    expect(findCreditCodeFault("34000000000012")).toBe("shape")
    expect(findCreditCodeFault("")).toBe("shape")
    expect(findCreditCodeFault("91350100M000100Y430")).toBe("shape")
  })

  test("full-width characters, blanks and small letters are read as the code they stand for", () => {
    expect(normaliseCreditCode(" ９１３５０１００m000100y４3 ")).toBe("91350100M000100Y43")
  })

  test("changing any one character of a valid code is caught", () => {
    const change = fc.tuple(
      fc.constantFrom(...valid),
      fc.integer({ min: 0, max: 17 }),
      fc.constantFrom(...ALPHABET),
    )
    fc.assert(
      fc.property(change, ([code, place, character]) => {
        fc.pre(code.charAt(place) !== character)
        const changed = code.slice(0, place) + character + code.slice(place + 1)
        return findCreditCodeFault(changed) !== null
      }),
    )
  })
})

describe("parcel and unit code", () => {
  test("a parcel code falls into its parts", () => {
    expect(parseParcelCode("341602001002GB00015")).toEqual({
      parcelCode: "341602001002GB00015",
      divisionCode: "341602",
      district: "001",
      subDistrict: "002",
      feature: "GB",
      sequence: "00015",
    })
  })

  test.each(["341602001002GB00015F00010001", "341602001002GB00015W00000000"])(
    "unit code %s has 28 characters and holds its parcel code",
    (code) => {
      expect(parseUnitCode(code)?.parcelCode).toBe("341602001002GB00015")
    },
  )

  test.each([
    "341602001002GB0001",
    "341602001002GB000155",
    "341602001002GI00015",
    "341602001002AB00015",
    "341602001002GB00015A00010001",
    "341602001002GB00015F0001000",
    "r16221834",
    "",
  ])("%s is neither", (code) => {
    expect(parseParcelCode(code)).toBeNull()
    expect(parseUnitCode(code)).toBeNull()
  })
})

describe("land use", () => {
  test("the same digits are different land in different schemes", () => {
    expect(findLandUse("GB/T 21010-2017", "1001")?.nameZh).toBe("铁路用地")
    expect(findLandUse("2023", "1001")?.nameZh).toBe("工业用地")
  })

  test("digits without a scheme mean nothing; a name and letters do", () => {
    expect(matchLandUse("1001")).toBeUndefined()
    expect(matchLandUse("1001", "2023")?.nameEn).toBe("industrial")
    expect(matchLandUse("工业用地")).toMatchObject({ scheme: "2023", code: "1001" })
    expect(matchLandUse("工业用地", "GB/T 21010-2017")).toMatchObject({ code: "0601" })
    expect(matchLandUse(" m2 ")).toMatchObject({ scheme: "GB 50137-2011", code: "M2" })
    expect(matchLandUse("商业房屋")).toBeUndefined()
  })

  test("a code finer than the table has the class of its parent, an unknown one none", () => {
    expect(findLandUse("2023", "150701")?.code).toBe("15")
    expect(findLandUse("2023", "99")).toBeUndefined()
    expect(findLandUse("other", "1001")).toBeUndefined()
  })

  test("only a code that the scheme lists is one of its codes", () => {
    expect(isLandUseCode("2023", "100101")).toBe(true)
    expect(isLandUseCode("2023", "100109")).toBe(false)
    expect(isLandUseCode("GB/T 21010-2017", "100101")).toBe(false)
  })

  test("schemes are known by the names that tables use", () => {
    expect(findLandUseScheme("GB/T21010-2017")).toBe("GB/T 21010-2017")
    expect(findLandUseScheme("自然资发〔2023〕234号")).toBe("2023")
    expect(findLandUseScheme("GB50137-2011")).toBe("GB 50137-2011")
    expect(findLandUseScheme("CLC")).toBeUndefined()
  })

  test("no code stands twice in a scheme and every colour is #rrggbb", () => {
    const keys = LAND_USE_CLASSES.map(({ scheme, code }) => `${scheme} ${code}`)
    expect(new Set(keys).size).toBe(keys.length)
    const colours = LAND_USE_CLASSES.flatMap(({ colour }) => colour ?? [])
    expect(colours.filter((colour) => !/^#[0-9a-f]{6}$/.test(colour))).toEqual([])
  })
})

describe("industry", () => {
  test.each([
    ["3421", "通用设备制造业"],
    ["C3421", "通用设备制造业"],
    ["06", "煤炭开采和洗选业"],
    ["4610", "水的生产和供应业"],
  ])("%s is of a division with a name in both languages", (code, zh) => {
    expect(findDivision(code)).toEqual({ zh, en: expect.stringMatching(/^[A-Z]/) })
  })

  test.each(["05", "4720", "9", "", "X17"])("%s is none", (code) => {
    expect(findDivision(code)).toBeNull()
  })

  test("every division from 06 to 46 has its own names", () => {
    const all = Array.from({ length: 41 }, (_, n) => findDivision(String(n + 6).padStart(2, "0")))
    expect(new Set(all.map((one) => one?.zh)).size).toBe(41)
    expect(new Set(all.map((one) => one?.en)).size).toBe(41)
  })
})
