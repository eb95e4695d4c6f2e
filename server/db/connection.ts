import type { Duplex } from "node:stream"
import postgres from "postgres"
import { fromArrayLiteral, toArrayLiteral } from "./arrays.ts"
import { EngineLost, EngineTimeout, isGone } from "./failure.ts"
import type { Rows, Sql, Statement, Value } from "./sql.ts"

/** How to reach a server: options of `postgres`; the embedded engine gives its own socket. */
export type Address = {
  url?: string
  username?: string
  password?: string
} & Partial<EmbeddedSocket>

/** An undocumented option of `postgres`: a stream to use in place of a network socket. */
type EmbeddedSocket = { host: string; database: string; socket: () => Duplex }

const asText = (oid: number, parse = (value: string) => value) => ({
  to: oid,
  from: [oid],
  serialize: (value: string) => value,
  parse,
})

/** Days and times without zone stay text; instants become ISO 8601 UTC; numerics and int8 are text. */
const TYPES = {
  date: asText(1082),
  timestamp: asText(1114),
  timestamptz: asText(1184, (value) => new Date(value).toISOString()),
}

const asArray = <T>(oid: number, parse: (element: string) => T) => ({
  to: oid,
  from: [oid],
  serialize: (value: unknown) => value,
  parse: (literal: string) =>
    fromArrayLiteral(literal).map((element) => (element === null ? null : parse(element))),
})

/** Arrays that statements return: text, int4, int8 (as text), float8, numeric (as text), date. */
const ARRAY_TYPES = {
  textArray: asArray(1009, String),
  int4Array: asArray(1007, Number),
  int8Array: asArray(1016, String),
  float8Array: asArray(1022, Number),
  numericArray: asArray(1231, String),
  dateArray: asArray(1182, String),
}

const OPTIONS = {
  max: 1,
  idle_timeout: 0,
  max_lifetime: null,
  connect_timeout: 5,
  onnotice: () => {},
  transform: { column: { from: postgres.toCamel } },
  fetch_types: false,
  types: { ...TYPES, ...ARRAY_TYPES },
} as const

const open = ({ url, ...address }: Address, onclose: () => void) => {
  const options: postgres.Options<typeof OPTIONS.types> = { ...OPTIONS, ...address, onclose }
  return url ? postgres(url, options) : postgres(options)
}

type Driver = ReturnType<typeof open>

type Underlying = postgres.PendingQuery<postgres.Row[]>

/**
 * One connection that is used by one transaction at a time and never used again after a doubt.
 *
 * `postgres` 3.4.9 reconnects by itself and may run a queued statement on the new connection, outside
 * the transaction it belonged to. So each connection is an instance of its own with `max: 1`; the first
 * sign of loss (close, deadline, a result without command tag) ends it, settles every waiting statement
 * and refuses every later one. What could still slip through runs as a login that may read nothing.
 */
export class Connection {
  readonly #db: Driver
  readonly #waiting = new Set<(error: Error) => void>()
  #lost: Error | undefined

  constructor(address: Address) {
    this.#db = open(address, () => this.end(new EngineLost("connection closed")))
  }

  get lost(): boolean {
    return this.#lost !== undefined
  }

  /** Ends the connection for good: every waiting statement fails with `reason`, at once. */
  end(reason: Error): void {
    if (this.#lost) return
    this.#lost = reason
    for (const fail of this.#waiting) fail(reason)
    this.#waiting.clear()
    // Deferred: `onclose` calls this while the driver is still clearing its own state.
    setImmediate(() => this.#db.end({ timeout: 0 }).catch(() => {}))
  }

  /** A handle whose statements each settle within `deadlineMs`, whatever the driver does. */
  handle(deadlineMs: () => number): Sql {
    const db = this.#db
    const sql = (first: TemplateStringsArray | string | readonly string[], ...values: Value[]) => {
      if (typeof first === "string" || !("raw" in first)) return db(first as string[])
      const bound = values.map((value) => (Array.isArray(value) ? toArrayLiteral(value) : value))
      const query = db(first as TemplateStringsArray, ...(bound as never[])) as Underlying
      return this.#guard(query, deadlineMs)
    }
    return Object.assign(sql, { json: (value: unknown) => db.json(value as never) }) as Sql
  }

  /** Sends SQL text as it is, several statements at once: migrations and session set-up only. */
  async script(text: string): Promise<void> {
    await this.#guard(this.#db.unsafe<postgres.Row[]>(text).simple(), () => 600_000)
  }

  #guard<T>(query: Underlying, deadlineMs: () => number): Statement<T> {
    const prototype = Object.getPrototypeOf(query) as Underlying
    let outcome: Promise<Rows<T>> | undefined
    const settle = () => (outcome ??= this.#settle(query, prototype, deadlineMs()))
    // An own `then` keeps the query nestable as a fragment, and guards it where it is awaited.
    const then: PromiseLike<Rows<T>>["then"] = (ok, fail) => settle().then(ok, fail)
    // oxlint-disable-next-line unicorn/no-thenable
    return Object.assign(query, { then }) as Statement<T>
  }

  #settle<T>(query: Underlying, prototype: Underlying, deadlineMs: number): Promise<Rows<T>> {
    return new Promise((resolve, reject) => {
      if (this.#lost) return reject(this.#lost)
      const timer = setTimeout(() => {
        this.end(new EngineTimeout(`no answer within ${deadlineMs} ms`))
      }, deadlineMs)
      const done = () => {
        clearTimeout(timer)
        this.#waiting.delete(fail)
      }
      const fail = (error: unknown) => {
        done()
        if (isGone(error)) this.end(new EngineLost("connection gone", { cause: error }))
        reject(this.#lost ?? error)
      }
      this.#waiting.add(fail)
      prototype.then.call(
        query,
        (rows) => {
          if (this.#lost) return fail(this.#lost)
          // A living engine tags every result; a lost one answers nothing and calls it success.
          const parts = Array.isArray(rows[0]) ? (rows as unknown as postgres.Row[][]) : [rows]
          if (!parts.every((part) => "command" in part && part.command)) {
            this.end(new EngineLost("a result without command tag"))
            return fail(this.#lost)
          }
          done()
          resolve(rows as unknown as Rows<T>)
        },
        fail,
      )
    })
  }
}
