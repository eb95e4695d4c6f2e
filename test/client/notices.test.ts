import { describe, expect, test } from "vitest"
import { beginValues, isNeeded, listFields, toFields, typeOf } from "../../client/notices/draft.ts"
import { draftPath, noticePath } from "../../client/notices/shapes.ts"
import { readPlace, writePlace } from "../../client/idle/place.ts"
import { findRefusal, NOTICE_KINDS, NOTICES } from "../../server/notices/notice.rules.ts"
import { NewNotice, type NoticeOffer } from "../../server/notices/schema.ts"
import { factsFor, makeFacts } from "../support/notice-facts.ts"

const makeOffer = (facts = makeFacts()): NoticeOffer => ({
  facts,
  kinds: NOTICE_KINDS.map((kind) => ({
    kind,
    title: NOTICES[kind].title,
    article: NOTICES[kind].article,
    series: kind === "determination" ? "示资闲认〔2023〕1号" : NOTICES[kind].series,
    refusal: findRefusal(kind, facts),
  })),
  last: { body: "示例自然资源局", contact: "利用科" },
  address: "示例路 7 号",
})
/** A form of which every line is filled in. */
const fillIn = (kind: (typeof NOTICE_KINDS)[number]) => {
  const values = beginValues(kind, makeOffer(factsFor(kind)), "2023-06-01")
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, value === "" ? "示例" : value]),
  ) as typeof values
}

describe("a form of a document", () => {
  test.each(NOTICE_KINDS)("%s makes what the server takes, once it is filled in", (kind) => {
    expect(NewNotice.safeParse(toFields(kind, fillIn(kind)))).toMatchObject({ success: true })
  })

  test.each(NOTICE_KINDS)(
    "%s asks for every line that the server wants, and for no other",
    (kind) => {
      const values = fillIn(kind)
      for (const field of listFields(kind)) {
        if (typeOf(field) === "day" || typeOf(field) === "way") continue
        const emptied = NewNotice.safeParse(toFields(kind, { ...values, [field]: " " })).success
        expect([field, emptied]).toEqual([field, !isNeeded(field)])
      }
      const asked = new Set(listFields(kind))
      for (const field of Object.keys(values) as (keyof typeof values)[]) {
        if (asked.has(field) || typeOf(field) !== "line" || field === "series") continue
        expect(NewNotice.safeParse(toFields(kind, { ...values, [field]: "" })).success).toBe(true)
      }
    },
  )

  test("begins with what the record and the last document know", () => {
    expect(beginValues("feeDecision", makeOffer(), "2023-06-01")).toMatchObject({
      issuedOn: "2023-06-01",
      body: "示例自然资源局",
      addressee: "示例制造有限公司",
      address: "示例路 7 号",
      contact: "利用科",
      series: "闲费决",
    })
    // A determination has its own day and number; a mortgagee is nobody the record knows.
    expect(beginValues("determination", makeOffer(), "2023-06-01")).toMatchObject({
      issuedOn: "2023-04-10",
      cause: "满一年未动工",
    })
    expect(beginValues("mortgagee", makeOffer(), "2023-06-01")).toMatchObject({
      addressee: "",
      address: "",
    })
    const unknown = makeOffer(makeFacts({ holders: [], determination: null }))
    expect(
      beginValues("investigation", { ...unknown, last: null, address: null }, "2023-06-01"),
    ).toMatchObject({ addressee: "", address: "", body: "", contact: "" })
  })

  test("shows a stroke where a line is still empty, and sends none", () => {
    const values = beginValues("closure", makeOffer(factsFor("closure")), "2023-06-01")
    expect(toFields("closure", values, "＿＿")).toMatchObject({ outcome: "＿＿", remarks: null })
    expect(toFields("closure", values)).toMatchObject({ outcome: "" })
  })
})

test("the screens of documents have addresses of their own", () => {
  expect(readPlace(noticePath(12))).toEqual({ screen: "notice", id: 12 })
  expect(readPlace(draftPath(7))).toEqual({ screen: "draft", parcelId: 7 })
  expect(readPlace("/idle/notices")).toEqual({ screen: "notices" })
  expect(readPlace("/idle/notices/0")).toBeNull()
  expect(writePlace({ screen: "notice", id: 12 })).toBe(noticePath(12))
  expect(writePlace({ screen: "draft", parcelId: 7 })).toBe(draftPath(7))
})
