import { createMutation, createQuery, useQueryClient } from "@tanstack/solid-query"
import { createMemo } from "solid-js"
import { answer, api, done } from "../api.ts"
import type { SavedView } from "./shapes.ts"

const VIEWS_KEY = ["views"]

export type ViewContent = Pick<SavedView, "name" | "query" | "shared" | "tourOrder">

/** A view that takes part in the wall tour. */
export type TourView = SavedView & { tourOrder: number }

const isInTour = (view: SavedView): view is TourView => view.tourOrder !== null

/** Every view that one has or is shown, and what may be done to one's own. A failed change rejects. */
export function createViews() {
  const client = useQueryClient()
  const query = createQuery(() => ({
    queryKey: VIEWS_KEY,
    queryFn: () => answer(api.views.$get()),
    refetchInterval: 60_000,
    // A row stays the row that it was, with the focus that is in it.
    reconcile: "id",
  }))
  const renew = () => client.invalidateQueries({ queryKey: VIEWS_KEY })
  const writing = <Given>(write: (given: Given) => Promise<unknown>) =>
    createMutation(() => ({ mutationFn: write, onSettled: renew }))

  const save = writing((content: Pick<ViewContent, "name" | "query">) =>
    answer(api.views.$post({ json: content })),
  )
  const change = writing(({ view, to }: { view: SavedView; to: Partial<ViewContent> }) =>
    answer(
      api.views[":id"].$patch(
        { param: { id: view.id }, json: to },
        { headers: { "if-match": `"v${view.version}"` } },
      ),
    ),
  )
  const remove = writing(({ id }: SavedView) => done(api.views[":id"].$delete({ param: { id } })))
  const restore = writing(({ id }: SavedView) =>
    answer(api.views[":id"].restore.$post({ param: { id } })),
  )

  const items = createMemo((): SavedView[] => query.data?.items ?? [])
  return {
    query,
    own: () => items().filter(({ own }) => own),
    others: () => items().filter(({ own }) => !own),
    tour: createMemo((): TourView[] => items().filter(isInTour)),
    find: (id: string) => items().find((view) => view.id === id),
    save: (content: Pick<ViewContent, "name" | "query">) => save.mutateAsync(content),
    change: (view: SavedView, to: Partial<ViewContent>) => change.mutateAsync({ view, to }),
    remove: (view: SavedView) => remove.mutateAsync(view),
    restore: (view: SavedView) => restore.mutateAsync(view),
    busy: () => [save, change, remove, restore].some(({ isPending }) => isPending),
  }
}
