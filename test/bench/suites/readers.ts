/** A thousand readers at once over tiles of the whole installation: nobody is turned away, nobody waits long. */
import { connect } from "node:net"
import type { Bench } from "../bench.ts"
import { quantile } from "../measure.ts"
import { drawTiles, pathOf } from "../places.ts"
import { signIn, startProduct } from "../processes.ts"

const READERS = 1_000
const SECONDS = 10

export async function runReaders(bench: Bench): Promise<void> {
  const tiles = await bench.withDoor((door) => drawTiles(door, 14, 200))
  const product = await startProduct(bench.store, 4_096, 256)
  try {
    const cookie = await signIn(product.url, "assessor")
    const questions = tiles.map((tile) => questionOf(pathOf(tile), product.url, cookie))
    const over = performance.now() + 1000 * SECONDS
    const readers = await Promise.all(
      Array.from({ length: READERS }, (_, i) =>
        read(Number(new URL(product.url).port), questions, i, over),
      ),
    )
    const times = readers.flatMap((reader) => reader.times)
    const errors = readers.reduce((sum, reader) => sum + reader.errors, 0)
    const p99 = quantile(times, 0.99)
    const base = { suite: "readers", better: "less" as const }
    bench.report.add({
      ...base,
      what: `${READERS} readers, refused or failed`,
      ours: `${errors} of ${times.length}`,
      anchor: "none",
      figure: errors,
      goal: 0,
    })
    bench.report.add({
      ...base,
      what: `${READERS} readers, p99 ms`,
      ours: `${p99.toFixed(0)} ms, ${(times.length / SECONDS).toFixed(0)}/s`,
      anchor: "2500 ms",
      figure: p99,
      goal: 2_500,
    })
  } finally {
    await product.stop()
  }
}

const questionOf = (path: string, url: string, cookie: string) =>
  `GET ${path} HTTP/1.1\r\nhost: ${new URL(url).host}\r\ncookie: ${cookie}\r\naccept-encoding: gzip\r\n\r\n`

/** One reader asks one tile after another. An answer is over with the bytes that its head announces. */
function read(port: number, questions: readonly string[], start: number, over: number) {
  return new Promise<{ times: number[]; errors: number }>((resolve) => {
    const times: number[] = []
    let errors = 0
    let turn = start
    let asked = performance.now()
    let received = Buffer.alloc(0)
    const socket = connect(port, "127.0.0.1")
    const ask = () => {
      if (performance.now() > over) return void socket.end()
      asked = performance.now()
      socket.write(questions[turn++ % questions.length]!)
    }
    socket.on("connect", ask)
    socket.on("data", (chunk) => {
      received = received.length > 0 ? Buffer.concat([received, chunk]) : chunk
      const end = received.indexOf("\r\n\r\n")
      if (end < 0) return
      const head = received.subarray(0, end).toString("latin1")
      const body = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0)
      if (received.length < end + 4 + body) return
      times.push(performance.now() - asked)
      if (!/^HTTP\/1.1 20[04] /.test(head)) errors++
      received = Buffer.alloc(0)
      ask()
    })
    socket.on("error", () => errors++)
    socket.on("close", () => resolve({ times, errors }))
  })
}
