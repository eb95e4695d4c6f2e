import { strFromU8, unzipSync } from "fflate"
import { describe, expect, test } from "vitest"
import {
  NOTICE_KINDS,
  type NoticeFacts,
  type NoticeKind,
} from "../../server/notices/notice.rules.ts"
import { writeNotice } from "../../server/notices/notice-docx.ts"
import { footOf, type NoticeJob, setNotice } from "../../server/notices/notice-page.ts"
import { composeNotice } from "../../server/notices/text.rules.ts"
import { fontsOfPdf, printByOffice, textOfPdf } from "../support/documents.ts"
import { leftOut } from "../support/lanes.ts"
import { ENDED, factsFor, makeFacts, makeFields } from "../support/notice-facts.ts"

const hasReaders = leftOut().readers === undefined
const NUMBER = "示资闲〔2023〕4号"
const jobOf = (
  kind: NoticeKind,
  facts: NoticeFacts = factsFor(kind),
  changes: object = {},
): NoticeJob => ({
  kind: "notice",
  format: "pdf",
  text: {
    ...composeNotice({ fields: makeFields(kind, changes), facts, number: NUMBER }),
    number: NUMBER,
  },
  zone: facts.zone,
  at: "2023-06-01T02:00:00.000Z",
  factsSha256: "a".repeat(64),
})
/** What is read of a letter without what stands at the foot of its pages. */
const readOf = (pdf: Uint8Array, { text, factsSha256 }: NoticeJob): string =>
  textOfPdf(pdf)
    .replaceAll(footOf({ text, factsSha256 }).replace(/\s/g, ""), "")
    .replaceAll(/—\d+—/g, "")
const saidBy = ({ text }: NoticeJob): string[] =>
  [
    text.title,
    text.number,
    ...text.blocks.flatMap((block) =>
      block.kind === "facts"
        ? block.facts.flat()
        : block.kind === "items"
          ? block.texts
          : block.text.split("\n"),
    ),
    ...text.signers.map(({ name }) => name),
    text.day,
    ...(text.copies ? [text.copies] : []),
  ].map((one) => one.replace(/\s/g, ""))

describe("the files of a document", () => {
  test("are the same bytes whenever the document is the same, and others where one word is", async () => {
    const job = jobOf("feeDecision")
    const [pdf, docx] = [await setNotice(job), await writeNotice(job)]
    // DOCX parts are dated to two seconds; a clock in them would show.
    await new Promise((later) => setTimeout(later, 2100))
    expect(Buffer.compare(await setNotice(job), pdf)).toBe(0)
    expect(Buffer.compare(await writeNotice(job), docx)).toBe(0)
    const other = jobOf("feeDecision", makeFacts(), { payment: "到示例区税务局缴款" })
    expect(Buffer.compare(await setNotice(other), pdf)).not.toBe(0)
    expect(Buffer.compare(await writeNotice(other), docx)).not.toBe(0)
  })

  test("tell nothing of the clock or the machine they were made on", async () => {
    const parts = unzipSync(await writeNotice(jobOf("investigation")))
    const core = strFromU8(parts["docProps/core.xml"]!)
    expect(core).toContain("2023-06-01T02:00:00.000Z")
    expect(core).not.toContain(
      String(new Date().getFullYear() === 2023 ? 1970 : new Date().getFullYear()),
    )
    expect(core).toContain("示例自然资源局")
  })

  test("take a text that looks like markup as text", async () => {
    const job = jobOf("investigation", makeFacts(), { remarks: "<w:p>&amp;</w:p> ${x} {y}" })
    expect(strFromU8(unzipSync(await writeNotice(job))["word/document.xml"]!)).toContain(
      "&lt;w:p&gt;&amp;amp;&lt;/w:p&gt; ${x} {y}",
    )
  })

  describe.skipIf(!hasReaders)("read by others", () => {
    test.each(NOTICE_KINDS)(
      "%s: every word of it stands in the PDF, fonts embedded",
      async (kind) => {
        const job = jobOf(kind)
        const pdf = await setNotice(job)
        const read = readOf(pdf, job)
        for (const part of saidBy(job)) expect(read).toContain(part)
        expect(
          fontsOfPdf(pdf).every(({ isEmbedded, hasUnicode }) => isEmbedded && hasUnicode),
        ).toBe(true)
      },
    )

    test("a passage as long as may be stands whole in rows that go on over pages", async () => {
      const long = Array.from({ length: 400 }, (_, at) => `第${at}句。`).join("")
      const facts = makeFacts({
        determination: { ...ENDED!, end: { ...ENDED!.end!, reason: long } },
      })
      const job = jobOf("closure", facts, { outcome: long, remarks: long })
      const read = readOf(await setNotice(job), job).replaceAll("（续）", "")
      expect(read.split(long)).toHaveLength(4)
      expect(readOf(printByOffice(await writeNotice(job)), job).split(long)).toHaveLength(4)
    })

    test("a DOCX opens in an office, which prints every word of it", async () => {
      const job = jobOf("feeDecision")
      const read = readOf(printByOffice(await writeNotice(job)), job)
      for (const part of saidBy(job)) expect(read).toContain(part)
    })
  })
})
