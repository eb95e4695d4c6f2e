import { Agent, request } from "node:http"
import { connect } from "node:net"

const agent = new Agent({ keepAlive: true, maxSockets: 64 })

export type Answer = { status: number; bytes: Buffer; ms: number; encoding: string }

/** One request over a kept connection, from sending it to the last byte. */
export function fetchBytes(url: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const began = performance.now()
    const sent = request(url, { agent, headers }, (answer) => {
      const chunks: Buffer[] = []
      answer.on("data", (chunk: Buffer) => chunks.push(chunk))
      answer.on("end", () =>
        resolve({
          status: answer.statusCode ?? 0,
          bytes: Buffer.concat(chunks),
          ms: performance.now() - began,
          encoding: String(answer.headers["content-encoding"] ?? ""),
        }),
      )
      answer.on("error", reject)
    })
    sent.on("error", reject)
    sent.end()
  })
}

/** The value below which a share of all lies; the upper of two neighbours. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN
}
export const median = (values: readonly number[]): number => quantile(values, 0.5)

/** Somebody who answers the same question, and how his address for a tile is made. */
export type Contestant<Case> = {
  name: string
  url: (one: Case) => string
  headers?: Record<string, string>
}

/** Requests after which a program runs as it does in a long day: compiled, its caches filled. */
const WARM_REQUESTS = 200

/** Asks everybody the cases for as long as it takes until nobody is the slower for having just begun. */
export async function warmUp<Case>(
  contestants: readonly Contestant<Case>[],
  cases: readonly Case[],
): Promise<void> {
  await interleave(contestants, cases, Math.ceil(WARM_REQUESTS / cases.length))
}

/**
 * Asks every contestant every case, in an order that moves on by one each time, so that none is always the
 * one that follows another.
 *
 * @returns milliseconds by contestant, one for each case and round
 */
export async function interleave<Case>(
  contestants: readonly Contestant<Case>[],
  cases: readonly Case[],
  rounds: number,
): Promise<Map<string, number[]>> {
  const times = new Map(contestants.map(({ name }) => [name, [] as number[]]))
  let turn = 0
  for (let round = 0; round < rounds; round++)
    for (const one of cases) {
      for (let i = 0; i < contestants.length; i++) {
        const { name, url, headers } = contestants[(turn + i) % contestants.length]!
        const { status, ms } = await fetchBytes(url(one), headers)
        if (status !== 200 && status !== 204 && status !== 304)
          throw new Error(`${name} answered ${status} to ${url(one)}`)
        times.get(name)!.push(ms)
      }
      turn++
    }
  return times
}

/** Answers a second where several ask at once, each one case after another. */
export async function keepAsking<Case>(
  { name, url, headers }: Contestant<Case>,
  cases: readonly Case[],
  { connections, ms }: { connections: number; ms: number },
): Promise<number> {
  let answers = 0
  const began = performance.now()
  await Promise.all(
    Array.from({ length: connections }, async (_, start) => {
      for (let turn = start; performance.now() - began < ms; turn++) {
        const { status } = await fetchBytes(url(cases[turn % cases.length]!), headers)
        if (status !== 200 && status !== 204) throw new Error(`${name} answered ${status}`)
        answers++
      }
    }),
  )
  return (answers * 1000) / (performance.now() - began)
}

/**
 * Answers a second of one address over several connections, each asking again as soon as it is answered. All
 * answers must have the length of the first.
 */
export async function countPerSecond(
  url: string,
  headers: Record<string, string>,
  { connections, ms }: { connections: number; ms: number },
): Promise<number> {
  const { hostname, port, pathname, search } = new URL(url)
  const lines = Object.entries({ host: `${hostname}:${port}`, ...headers }).map(
    ([name, value]) => `${name}: ${value}`,
  )
  const question = `GET ${pathname}${search} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`
  const length = await measureAnswer(Number(port), question)
  let answers = 0
  let isOver = false
  const began = performance.now()
  await Promise.all(
    Array.from(
      { length: connections },
      () =>
        new Promise<void>((resolve, reject) => {
          const socket = connect(Number(port), "127.0.0.1")
          let left = length
          socket.on("connect", () => socket.write(question))
          socket.on("data", (chunk) => {
            left -= chunk.length
            if (left > 0) return
            if (left < 0) return socket.destroy(new Error(`${url}: answers differ in length`))
            answers++
            if (isOver) return void socket.end()
            left = length
            socket.write(question)
          })
          socket.on("error", reject)
          socket.on("close", () => resolve())
          setTimeout(() => (isOver = true), ms)
        }),
    ),
  )
  return (answers * 1000) / (performance.now() - began)
}

/** Bytes of one whole answer, head included. */
function measureAnswer(port: number, question: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(question))
    let received = Buffer.alloc(0)
    socket.on("error", reject)
    socket.on("data", (chunk) => {
      received = Buffer.concat([received, chunk])
      const end = received.indexOf("\r\n\r\n")
      if (end < 0) return
      const head = received.subarray(0, end).toString("latin1")
      const body = Number(
        /\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? (/ 304 /.test(head) ? 0 : NaN),
      )
      if (Number.isNaN(body)) return socket.destroy(new Error("an answer without content-length"))
      if (received.length < end + 4 + body) return
      socket.destroy()
      resolve(end + 4 + body)
    })
  })
}
