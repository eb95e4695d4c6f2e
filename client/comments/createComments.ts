import {
  createInfiniteQuery,
  createMutation,
  createQuery,
  useQueryClient,
} from "@tanstack/solid-query"
import { answer, api, asked } from "../api.ts"
import type { Circle, Subject } from "./shapes.ts"

/** Comments that are read at a time. */
const PAGE = 20

/** Comments on something, the latest first, and what a person may do with them. */
export function createComments(subject: () => Subject) {
  const client = useQueryClient()
  const key = () => ["comments", subject().kind, subject().id]
  const list = createInfiniteQuery(() => ({
    queryKey: key(),
    queryFn: ({ pageParam }) =>
      answer(
        api.comments.$get({
          query: asked({ [subject().kind]: subject().id, limit: PAGE, cursor: pageParam }),
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  }))
  const renew = () => client.invalidateQueries({ queryKey: key() })
  const write = createMutation(() => ({
    mutationFn: (given: { text: string; circle: Circle; mentions: string[] }) =>
      answer(api.comments.$post({ json: { [subject().kind]: subject().id, ...given } })),
    onSuccess: renew,
  }))
  const withdraw = createMutation(() => ({
    mutationFn: ({ id, back }: { id: string; back: boolean }) =>
      back
        ? answer(api.comments[":id"].restore.$post({ param: { id } }))
        : answer(api.comments[":id"].$delete({ param: { id } })),
    onSuccess: renew,
  }))
  return { list, write, withdraw }
}

/** Whoever can be named in a circle; asked when somebody begins to write. */
export const createPeople = (circle: () => Circle, isAsked: () => boolean) =>
  createQuery(() => ({
    queryKey: ["people", circle()],
    queryFn: () => answer(api.people.$get({ query: { circle: circle() } })),
    enabled: isAsked(),
    staleTime: 300_000,
  }))
