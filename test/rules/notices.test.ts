import { describe, expect, test } from "vitest"
import { Exact } from "../../geodata/units.ts"
import { toCapitals } from "../../server/notices/amount.rules.ts"
import {
  findAnswer,
  findRefusal,
  freezeFacts,
  listFaults,
  NOTICE_KINDS,
  type NoticeFacts,
  type NoticeKind,
  toNumber,
} from "../../server/notices/notice.rules.ts"
import type { NoticeText } from "../../server/notices/parts.rules.ts"
import { composeNotice } from "../../server/notices/text.rules.ts"
import {
  BY_AGREEMENT,
  ENDED,
  factsFor,
  makeFacts,
  makeFields,
  RECOVERY,
} from "../support/notice-facts.ts"

const clockAs = (changes: Partial<NoticeFacts["clock"]>) => ({
  ...makeFacts().clock,
  ...changes,
})
const NOT_IDLE = clockAs({
  state: "overdue",
  rule: null,
  clauses: [],
  route: null,
  feeWanYuan: null,
  reasons: [],
})
const codeOf = (kind: NoticeKind, changes: Partial<NoticeFacts> = {}) =>
  findRefusal(kind, makeFacts(changes))?.code ?? null
const wordsOf = ({ blocks, ...rest }: NoticeText): string =>
  [
    rest.title,
    rest.number,
    rest.addressee,
    ...blocks.flatMap((block) =>
      block.kind === "facts"
        ? block.facts.map((fact) => fact.join(" "))
        : block.kind === "items"
          ? block.texts
          : [block.text],
    ),
    ...rest.signers.map(({ role, name }) => `${role}${name}`),
    rest.day,
    rest.copies,
  ].join("\n")
const textOf = (kind: NoticeKind, facts: NoticeFacts = makeFacts(), changes: object = {}) =>
  wordsOf(composeNotice({ fields: makeFields(kind, changes), facts, number: "示资闲〔2023〕4号" }))

describe("money in capitals", () => {
  test.each([
    ["0", "零元整"],
    ["1", "壹元整"],
    ["10", "壹拾元整"],
    ["101", "壹佰零壹元整"],
    ["1001", "壹仟零壹元整"],
    ["10010", "壹万零壹拾元整"],
    ["100000", "壹拾万元整"],
    ["1000500", "壹佰万零伍佰元整"],
    ["2570000", "贰佰伍拾柒万元整"],
    ["5140000", "伍佰壹拾肆万元整"],
    ["100000001", "壹亿零壹元整"],
    ["100010000", "壹亿零壹万元整"],
    ["1203004.5", "壹佰贰拾万叁仟零肆元伍角"],
    ["1203004.05", "壹佰贰拾万叁仟零肆元零伍分"],
    ["0.3", "叁角"],
    ["0.005", "壹分"],
    ["12.345", "壹拾贰元叁角伍分"],
  ])("%s yuan are %s", (yuan, words) => {
    expect(toCapitals(new Exact(yuan))).toBe(words)
  })
  test("less than nothing and more than 16 digits are refused", () => {
    expect(() => toCapitals(new Exact("-1"))).toThrow(RangeError)
    expect(() => toCapitals(new Exact("10000000000000000"))).toThrow(RangeError)
  })
})

describe("a document may be drawn up", () => {
  test("to investigate, where the clock of its day says idle and only there", () => {
    expect(codeOf("investigation", { determination: null })).toBeNull()
    expect(codeOf("investigation", { determination: null, clock: NOT_IDLE })).toBe("notIdle")
  })
  test("beyond that, where idleness was determined, and not before that day", () => {
    for (const kind of NOTICE_KINDS.filter((one) => one !== "investigation"))
      expect(codeOf(kind, { determination: null })).toBe("notDetermined")
    expect(codeOf("hearing", { on: "2023-04-09" })).toBe("beforeDetermination")
    expect(codeOf("hearing", { on: "2023-04-10" })).toBeNull()
    expect(codeOf("determination", { on: "2023-04-10" })).toBeNull()
  })
  test("to close, once the determination has ended, and nothing else then", () => {
    expect(codeOf("closure")).toBe("notEnded")
    expect(codeOf("closure", { determination: ENDED })).toBeNull()
    expect(codeOf("hearing", { determination: ENDED })).toBe("ended")
  })
  test("by the route: agreement has a plan and a supplement, no fee, no hearing and no recovery", () => {
    for (const kind of ["hearing", "feeDecision", "recoveryDecision"] as const)
      expect(codeOf(kind, { clock: BY_AGREEMENT })).toBe("byAgreement")
    for (const kind of ["disposalPlan", "supplement"] as const) {
      expect(codeOf(kind, { clock: BY_AGREEMENT })).toBeNull()
      expect(codeOf(kind)).toBe("notByAgreement")
    }
    expect(codeOf("mortgagee", { clock: BY_AGREEMENT })).toBeNull()
    expect(codeOf("mortgagee")).toBeNull()
  })
  test("for a fee before two years and for recovery after them, never the other", () => {
    expect(codeOf("feeDecision")).toBeNull()
    expect(codeOf("recoveryDecision")).toBe("notRecovery")
    expect(codeOf("feeDecision", { clock: RECOVERY })).toBe("notFee")
    expect(codeOf("recoveryDecision", { clock: RECOVERY })).toBeNull()
    expect(codeOf("feeDecision", { clock: clockAs({ feeWanYuan: null }) })).toBe("noPrice")
  })
  test("to decide, only after the hearing was offered, served, and its five working days are over", () => {
    expect(codeOf("feeDecision", { before: [] })).toBe("noHearing")
    const [told] = makeFacts().before
    expect(codeOf("feeDecision", { before: [{ ...told!, servedOn: null }] })).toBe("noHearing")
    // An offer of an earlier case does not count.
    expect(codeOf("feeDecision", { before: [{ ...told!, issuedOn: "2023-04-09" }] })).toBe(
      "noHearing",
    )
    // 2026-03-02 is a Monday: the fifth working day after it is Monday the 9th.
    const late = { ...told!, issuedOn: "2026-03-01", servedOn: "2026-03-02" }
    expect(codeOf("feeDecision", { before: [late], on: "2026-03-09" })).toBe("hearingOpen")
    expect(codeOf("feeDecision", { before: [late], on: "2026-03-10" })).toBeNull()
  })
})

describe("a served document", () => {
  test.each([
    ["investigation", "2024-05-20", "2024-06-19"],
    ["feeDecision", "2024-08-01", "2024-08-31"],
    ["recoveryDecision", "2024-01-31", "2024-03-01"],
    ["hearing", "2026-02-13", "2026-02-27"],
  ] as const)("%s of %s is answered by %s", (kind, served, due) => {
    expect(findAnswer(kind, served)?.on).toBe(due)
  })
  test("of any other kind wants no answer", () => {
    for (const kind of [
      "determination",
      "disposalPlan",
      "supplement",
      "mortgagee",
      "closure",
    ] as const)
      expect(findAnswer(kind, "2024-05-20")).toBeNull()
  })
})

describe("what is filled in", () => {
  const faultsOf = (changes: object) =>
    listFaults(makeFields("supplement", changes)).map(({ pointer }) => pointer)
  test("extends the day to start by one year at most, and ends after it", () => {
    expect(faultsOf({ startOn: "2024-06-01" })).toEqual([])
    expect(faultsOf({ startOn: "2024-06-02" })).toEqual(["/startOn"])
    expect(faultsOf({ startOn: "2023-06-01" })).toEqual(["/startOn"])
    expect(faultsOf({ completeOn: "2024-06-01" })).toEqual(["/completeOn"])
  })
  test("names an approval that is not later than the decision", () => {
    const approvedOn = (day: string) =>
      listFaults(
        makeFields("feeDecision", {
          approval: { documentNo: "一", approvedOn: day, body: "示例区人民政府" },
        }),
      )
    expect(approvedOn("2023-06-01")).toEqual([])
    expect(approvedOn("2023-06-02")).toHaveLength(1)
  })
})

describe("the text", () => {
  test("of an investigation holds the six things of article 6", () => {
    const text = textOf("investigation")
    for (const part of [
      "示例制造有限公司",
      "91341602MA0000001X",
      "涉嫌闲置土地的基本情况",
      "20,000 平方米（30 亩）",
      "应于2022年3月1日动工，已满一年未动工，满期日2023年3月1日",
      "第二条第一款",
      "三十日内提交",
      "权利和义务",
      "其他事项",
      "利用科，0558-0000000",
      "2023年6月1日",
      "示资闲〔2023〕4号",
    ])
      expect(text).toContain(part)
  })
  test("of a determination holds the five things of article 10 and freezes nobody's right to trade", () => {
    const text = textOf("determination")
    for (const part of [
      "地址 示例路 7 号",
      "基本情况",
      "事实和依据",
      "资金不足",
      "构成闲置土地",
      "其他事项",
    ])
      expect(text).toContain(part)
    expect(text).not.toContain("不得办理")
  })
  test("of a decision on the fee holds the seven things of article 16 with the amount to the fen", () => {
    const text = textOf("feeDecision")
    for (const part of [
      "国有建设用地使用权人",
      "违反法律、法规或者规章的事实和证据",
      "第十四条第（一）项",
      "经示例区人民政府批准（示政〔2023〕9号，2023年5月20日）",
      "土地价款1,285 万元",
      "人民币贰佰伍拾柒万元整（¥2,570,000.00）",
      "三十日内缴纳",
      "六十日内向示例区人民政府申请行政复议",
      "六个月内向示例区人民法院提起行政诉讼",
      "听证告知书（闲听告〔2023〕1号）已于2023年4月24日送达",
      "作出决定的机关和日期",
      "不得列入生产成本",
    ])
      expect(text).toContain(part)
  })
  test("of a decision on recovery names the laws, the office and who else is sent it", () => {
    const text = textOf("recoveryDecision", makeFacts({ clock: RECOVERY }))
    for (const part of ["第三十八条", "第二十六条", "无偿收回", "示例区不动产登记中心", "抵押权人"])
      expect(text).toContain(part)
  })
  test("of a plan says the way, the mortgagees and the filing, and that the term begins anew but for a recovery", () => {
    const facts = makeFacts({ clock: BY_AGREEMENT })
    expect(textOf("disposalPlan", facts)).toContain("重新起算")
    expect(textOf("disposalPlan", facts)).toContain("未设抵押权")
    const paid = textOf("disposalPlan", facts, { way: "paidRecovery", mortgagees: "示例银行" })
    expect(paid).not.toContain("重新起算")
    expect(paid).toContain("已书面通知抵押权人：示例银行")
  })
  test("of a supplement is signed by both, the office last", () => {
    const { signers, addressee } = composeNotice({
      fields: makeFields("supplement"),
      facts: makeFacts({ clock: BY_AGREEMENT }),
      number: null,
    })
    expect(addressee).toBeNull()
    expect(signers.map(({ name }) => name)).toEqual(["示例制造有限公司", "示例自然资源局"])
  })
  test("of a closure tells what became of it and every document before", () => {
    const text = textOf("closure", makeFacts({ determination: ENDED }))
    for (const part of [
      "示资〔2023〕8号",
      "闲听告〔2023〕1号",
      "2023年4月24日送达",
      "恢复正常开发",
    ])
      expect(text).toContain(part)
  })
  test("says the days that did not count with their document, and what nobody registered as such", () => {
    const text = textOf(
      "investigation",
      makeFacts({
        holders: [],
        contract: { ...makeFacts().contract!, landPriceWanYuan: null, deliveredOn: null },
        pauses: [
          {
            from: "2022-06-01",
            to: "2022-06-30",
            cause: "government",
            origin: { title: "关于调整规划的函", documentNo: "自然资函〔2022〕8号" },
          },
          {
            from: "2022-08-01",
            to: null,
            cause: "holder",
            origin: { title: "说明", documentNo: null },
          },
        ],
      }),
    )
    expect(text).toContain("2022年6月1日至2022年6月30日因政府、政府有关部门的行为停工，不计入期间")
    expect(text).toContain("《关于调整规划的函》（自然资函〔2022〕8号）")
    expect(text).not.toContain("2022年8月1日")
    expect(text).toContain("土地价款 未登记")
    expect(text).toContain("统一社会信用代码 未登记")
  })
  test("is of every kind whole: nothing undefined, null or empty in it", () => {
    for (const kind of NOTICE_KINDS) {
      const facts = factsFor(kind)
      expect(findRefusal(kind, facts)).toBeNull()
      const text = textOf(kind, facts)
      expect(text).not.toMatch(/undefined|NaN|null|\[object/)
      expect(text).toContain("示资闲〔2023〕4号")
    }
  })
})

test("facts keep of earlier documents what the document speaks of", () => {
  const plan = {
    kind: "disposalPlan",
    number: "一",
    issuedOn: "2023-05-01",
    servedOn: null,
  } as const
  const facts = makeFacts({ before: [...makeFacts().before, plan] })
  expect(freezeFacts("mortgagee", facts).before).toEqual([])
  expect(freezeFacts("feeDecision", facts).before).toEqual(makeFacts().before)
  expect(freezeFacts("closure", facts).before).toHaveLength(2)
})

test("a number is the series, the year and the place", () => {
  expect(toNumber("示资闲调", 2026, 12)).toBe("示资闲调〔2026〕12号")
})
