import { createHash } from "node:crypto"
import { createArchive } from "../documents/archive.ts"
import type { Setter } from "../documents/setter.ts"
import { toFilename } from "../http/disposition.ts"
import { type Dossier, listFirmDossiers } from "./dossier.ts"
import type { StatementJob } from "./statement-page.ts"
import { composeStatement } from "./statement.ts"

/** What had left when an export ended, `isWhole` or broken off. */
export type Ended = { files: number; bytes: number; hash: string; isWhole: boolean }

/** Statements that are set ahead of the reader. */
const AHEAD = 2

/**
 * The statements of all firms of a run as one archive, in credit code order, set as fast as they are read. Whoever goes
 * away ends the work.
 *
 * @param onEnd is called once, with what was handed out
 */
export function streamStatements(
  dossier: Dossier,
  set: Setter<StatementJob>,
  onEnd: (ended: Ended) => Promise<void>,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const hash = createHash("sha256")
  const firms = listFirmDossiers(dossier)
  let [files, bytes, isOver] = [0, 0, false]
  let chunks: Uint8Array<ArrayBuffer>[] = []
  const archive = createArchive((chunk) => chunks.push(chunk))
  const end = async (isWhole: boolean) => {
    if (isOver) return
    isOver = true
    await onEnd({ files, bytes, hash: hash.digest("hex"), isWhole })
  }
  const ahead: { filename: string; pdf: Promise<Uint8Array<ArrayBuffer>> }[] = []
  const begin = () => {
    const next = firms.next()
    if (next.done) return
    const { creditCode, name } = next.value.firm
    const pdf = set({ kind: "statement", statement: composeStatement(next.value) })
    // Who has gone awaits none of them.
    pdf.catch(() => undefined)
    ahead.push({ filename: toFilename(`${creditCode} ${name}`, "pdf"), pdf })
  }
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        try {
          while (ahead.length < AHEAD) {
            const before = ahead.length
            begin()
            if (ahead.length === before) break
          }
          const one = ahead.shift()
          if (one) {
            const pdf = await one.pdf
            if (isOver) return
            archive.addBytes(one.filename, pdf)
            files += 1
          } else archive.end()
          for (const chunk of chunks) {
            hash.update(chunk)
            bytes += chunk.length
            controller.enqueue(chunk)
          }
          chunks = []
          if (one) return
          await end(true)
          controller.close()
        } catch (error) {
          await end(false)
          controller.error(error)
        }
      },
      cancel: () => end(false),
    },
    { highWaterMark: 1 },
  )
}
