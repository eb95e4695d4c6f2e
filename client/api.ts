import { hc, type InferResponseType } from "hono/client"
import type { Api } from "../server/app.ts"

/** The only door to the server. The cookie goes along, because it is our own origin. */
export const api = hc<Api>("/").api

export type Session = InferResponseType<typeof api.session.$get, 200>
type Problem = InferResponseType<typeof api.session.$get, 404>

/** The server said no, in its own words (RFC 9457), or could not be reached: then `problem` is null. */
export class Refusal extends Error {
  readonly problem: Problem | null
  constructor(problem: Problem | null, cause?: unknown) {
    super(problem?.detail ?? "", { cause })
    this.problem = problem
  }
}

/** What a failure says to people; null when the server was not reached. */
export const problemOf = (error: unknown): Problem | null =>
  error instanceof Refusal ? error.problem : null

/** What a call of the API comes to, as far as an answer is read from it. */
type Answer = { ok: boolean; status: number; json: () => Promise<unknown> }
type Body<R> = R extends { ok: true; json: () => Promise<infer T> }
  ? T
  : R extends { status: 200 | 201; json: () => Promise<infer T> }
    ? T
    : never

/**
 * The body of a good answer.
 * @throws Refusal for any other, and when the server cannot be reached
 */
export async function answer<R extends Answer>(call: Promise<R>): Promise<Body<R>> {
  const response = await reach(call)
  return (await response.json()) as Body<R>
}

/** Waits for an answer without a body. @throws Refusal as `answer` */
export async function done(call: Promise<Answer>): Promise<void> {
  await reach(call)
}

async function reach<R extends Answer>(call: Promise<R>): Promise<R> {
  let response: R
  try {
    response = await call
  } catch (cause) {
    throw new Refusal(null, cause)
  }
  if (response.ok) return response
  const problem = await response.json().catch(() => null)
  throw new Refusal(problem as Problem | null)
}

/** A good answer of an address below /api; absent parameters are left out. @throws Refusal */
export async function read<T>(
  path: string,
  query: Record<string, string | number | null | undefined> = {},
): Promise<T> {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === null || value === undefined || value === "" ? [] : [[name, String(value)]],
  )
  const search = given.length === 0 ? "" : `?${new URLSearchParams(given)}`
  const response = await reach(fetch(`/api/${path}${search}`))
  return (await response.json()) as T
}

/** Sends JSON to an address below /api. @throws Refusal */
export async function send<T>(
  method: "POST" | "PATCH",
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<T> {
  const response = await reach(
    fetch(`/api/${path}`, {
      method,
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    }),
  )
  return (await response.json()) as T
}
