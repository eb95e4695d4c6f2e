import { createLetter } from "../documents/letter.ts"
import type { NoticeText } from "./parts.rules.ts"

/** A document to be set: `at` is the instant that the bytes say they were made at. */
export type NoticeJob = {
  kind: "notice"
  format: "pdf" | "docx"
  text: NoticeText & { number: string }
  zone: string
  at: string
  factsSha256: string
}

const SHOWN = 16

/** What a reader holds against the record: the number, and the beginning of the hash of the facts. */
export const footOf = ({ text, factsSha256 }: Pick<NoticeJob, "text" | "factsSha256">): string =>
  `${text.number}　事实核验码 ${factsSha256.slice(0, SHOWN)}`

/** Sets a document of a case as PDF; its bytes are the same whenever it is the same. */
export function setNotice(job: NoticeJob): Promise<Uint8Array<ArrayBuffer>> {
  const { text, zone, at } = job
  const letter = createLetter({
    title: text.title,
    subject: text.number,
    author: text.signers.at(-1)?.name ?? zone,
    at,
  })
  letter.title(text.title, text.number)
  if (text.addressee !== null) letter.addressee(text.addressee)
  for (const block of text.blocks) {
    if (block.kind === "heading") letter.heading(block.text)
    else if (block.kind === "paragraph") letter.paragraph(block.text)
    else if (block.kind === "items") for (const item of block.texts) letter.paragraph(item)
    else letter.facts(block.facts)
  }
  letter.signature(text.signers, text.day)
  if (text.copies) letter.note(`抄送：${text.copies}`)
  return letter.finish(footOf(job))
}
