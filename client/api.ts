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
/** What a good answer says; a body that is not JSON (a file) says nothing. */
type Known<T> = unknown extends T ? never : T
type Body<R> = R extends { status: 200 | 201; json: () => Promise<infer T> } ? Known<T> : never

/** The body that a call of the API answers with when it goes well. */
export type AnswerOf<Call extends (...given: never[]) => Promise<Answer>> = Body<
  Awaited<ReturnType<Call>>
>

/**
 * The body of a good answer.
 * @throws Refusal for any other, and when the server cannot be reached
 */
export async function answer<R extends Answer>(call: Promise<R>): Promise<Body<R>> {
  const response = await reach(call)
  return (await response.json()) as Body<R>
}

/** The bytes of a good answer that is a file. @throws Refusal as `answer` */
export async function bytes(
  call: Promise<Answer & { arrayBuffer: () => Promise<ArrayBuffer> }>,
): Promise<ArrayBuffer> {
  return (await reach(call)).arrayBuffer()
}

/** Waits for an answer without a body. @throws Refusal as `answer` */
export async function done(call: Promise<Answer>): Promise<void> {
  await reach(call)
}

/** A good answer as it comes. @throws Refusal for any other, and when the server cannot be reached */
export async function reach<R extends Answer>(call: Promise<R>): Promise<R> {
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

/** Query parameters as the address carries them: what is not asked for is left out. */
export function asked(
  wanted: Record<string, string | number | null | undefined>,
): Record<string, string> {
  const given = Object.entries(wanted).flatMap(([name, value]) =>
    value === null || value === undefined || value === "" ? [] : [[name, String(value)] as const],
  )
  return Object.fromEntries(given)
}
