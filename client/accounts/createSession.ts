import { createQuery, type QueryClient } from "@tanstack/solid-query"
import { answer, api } from "../api.ts"

export const SESSION_KEY = ["session"]

/** Who is asking. Signing in and out forgets everything that was read before. */
export function createSession(client: QueryClient) {
  const query = createQuery(() => ({
    queryKey: SESSION_KEY,
    queryFn: () => answer(api.session.$get()),
    staleTime: Number.POSITIVE_INFINITY,
  }))
  return { query, renew: () => void client.resetQueries() }
}
