import { createSignal, onCleanup } from "solid-js"
import { problemOf, reach, Refusal } from "../api.ts"
import { saveBlob } from "./csv.ts"

/** A wait that is not felt needs no word. */
const FELT_MS = 300

type File = {
  ok: boolean
  status: number
  json: () => Promise<unknown>
  headers: Headers
  body: ReadableStream<Uint8Array<ArrayBuffer>> | null
}

/**
 * Where a file begins in an archive. Files lie in it as they are, so one could hold these bytes by chance: a count made
 * of them is for telling people how far it is, and for nothing else.
 */
const MARK = [0x50, 0x4b, 0x03, 0x04]

/** Counts the files of an archive as its pieces come, wherever those are cut. */
export function createFileCount() {
  let [files, matched] = [0, 0]
  return (piece: Uint8Array): number => {
    for (const byte of piece) {
      matched = byte === MARK[matched] ? matched + 1 : byte === MARK[0] ? 1 : 0
      if (matched < MARK.length) continue
      files += 1
      matched = 0
    }
    return files
  }
}

export type Progress = { done: number; all: number }

/**
 * A file that is asked for, told of while it is made, and kept when it is whole. Leaving the page ends it.
 *
 * @param get asks for it; `filename` is read when it has come
 */
export function createDownload(
  get: (signal: AbortSignal) => Promise<File>,
  filename: () => string,
) {
  const [isBusy, setBusy] = createSignal(false)
  const [isFelt, setFelt] = createSignal(false)
  const [isDone, setDone] = createSignal(false)
  const [progress, setProgress] = createSignal<Progress | null>(null)
  const [failure, setFailure] = createSignal<{ why: string | null } | null>(null)
  let running: AbortController | null = null

  const receive = async (signal: AbortSignal) => {
    const { body, headers } = await reach(get(signal))
    const all = Number(headers.get("x-statements") ?? 0)
    const count = createFileCount()
    const pieces: Uint8Array<ArrayBuffer>[] = []
    const reader = body?.getReader()
    for (;;) {
      const piece = await reader?.read()
      if (!piece || piece.done) break
      pieces.push(piece.value)
      // The mark stands before a file: the last that began is not there yet.
      if (all > 0) setProgress({ done: Math.max(0, Math.min(all, count(piece.value)) - 1), all })
    }
    return new Blob(pieces, { type: headers.get("content-type") ?? "" })
  }

  const start = async () => {
    const control = new AbortController()
    running = control
    setFailure(null)
    setDone(false)
    setProgress(null)
    setBusy(true)
    const timer = setTimeout(() => setFelt(true), FELT_MS)
    try {
      saveBlob(await receive(control.signal), filename())
      setDone(true)
    } catch (error) {
      // Who stopped it knows.
      if (!control.signal.aborted)
        setFailure({ why: error instanceof Refusal ? (problemOf(error)?.detail ?? null) : null })
    } finally {
      clearTimeout(timer)
      setFelt(false)
      setBusy(false)
      running = null
    }
  }
  const stop = () => running?.abort()
  onCleanup(stop)
  return { isBusy, isFelt, isDone, progress, failure, start: () => void start(), stop }
}
