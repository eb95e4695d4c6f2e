import { createMutation, createQuery, useQueryClient } from "@tanstack/solid-query"
import { createSignal, For, Show } from "solid-js"
import { type AnswerOf, answer, api, done, problemOf } from "../api.ts"
import type { Clause } from "../parcels/clause.ts"
import { useText } from "../text/language.tsx"
import { Failure } from "../ui/Failure.tsx"
import { IconButton } from "../ui/IconButton.tsx"

type Area = AnswerOf<typeof api.areas.$get>["items"][number]
type Ring = (Clause & { kind: "area" })["ring"]

const AREAS_KEY = ["areas"]
const sameRing = (ring: Ring, area: Area) =>
  ring.length === area.ring.length - 1 &&
  ring.every(([lng, lat], at) => {
    const corner = area.ring[at]!
    return Math.abs(lng - corner[0]) < 1e-6 && Math.abs(lat - corner[1]) < 1e-6
  })

/** Named areas: the one that is drawn may be kept under a name, a kept one narrows everything to it. */
export function AreaBar(props: {
  clauses: readonly Clause[]
  onClauses: (clauses: Clause[]) => void
}) {
  const { t } = useText()
  const client = useQueryClient()
  const areas = createQuery(() => ({
    queryKey: AREAS_KEY,
    queryFn: () => answer(api.areas.$get()),
  }))
  const again = () => client.invalidateQueries({ queryKey: AREAS_KEY })
  const keep = createMutation(() => ({
    mutationFn: ({ name, ring }: { name: string; ring: Ring }) =>
      answer(api.areas.$post({ json: { name, ring: [...ring, ring[0]!], shared: "own" } })),
    onSuccess: async () => {
      setName("")
      await again()
    },
  }))
  const [dropped, setDropped] = createSignal<Area | null>(null)
  const drop = createMutation(() => ({
    mutationFn: (area: Area) => done(api.areas[":id"].$delete({ param: { id: area.id } })),
    onSuccess: async (_, area) => {
      setDropped(area)
      await again()
    },
  }))
  const restore = createMutation(() => ({
    mutationFn: (area: Area) => answer(api.areas[":id"].restore.$post({ param: { id: area.id } })),
    onSuccess: async () => {
      setDropped(null)
      await again()
    },
  }))

  const [name, setName] = createSignal("")
  const drawn = () => {
    const clause = props.clauses.find(({ kind }) => kind === "area")
    return clause?.kind === "area" ? clause.ring : null
  }
  const current = () => {
    const ring = drawn()
    return ring ? areas.data?.items.find((area) => sameRing(ring, area)) : undefined
  }
  const others = () => props.clauses.filter(({ kind }) => kind !== "area")
  const use = ({ ring }: Area) =>
    props.onClauses([...others(), { kind: "area", ring: ring.slice(0, -1) as Ring }])
  const failure = () => keep.error ?? drop.error ?? restore.error

  return (
    <Show when={drawn() || (areas.data?.items.length ?? 0) > 0 || dropped()}>
      <section class="areas" aria-label={t("named.named")}>
        <Show when={drawn() && !current()}>
          <form
            class="areas-keep"
            onSubmit={(event) => {
              event.preventDefault()
              if (name().trim() !== "") keep.mutate({ name: name().trim(), ring: drawn()! })
            }}
          >
            <input
              class="input"
              aria-label={t("named.name")}
              placeholder={t("named.name")}
              maxlength="100"
              value={name()}
              onInput={(event) => setName(event.currentTarget.value)}
            />
            <button type="submit" class="button" disabled={name().trim() === "" || keep.isPending}>
              {t("named.keep")}
            </button>
          </form>
        </Show>
        <ul class="areas-list">
          <For each={areas.data?.items ?? []}>
            {(area) => (
              <li class="area-chip" data-current={current()?.id === area.id ? "" : undefined}>
                <button
                  type="button"
                  class="area-use"
                  aria-pressed={current()?.id === area.id}
                  onClick={() =>
                    current()?.id === area.id ? props.onClauses(others()) : use(area)
                  }
                >
                  {area.name}
                  <Show when={!area.own}>
                    <span class="quiet">{area.author.displayName}</span>
                  </Show>
                </button>
                <Show when={area.own}>
                  <IconButton
                    icon="close"
                    label={t("named.drop", { name: area.name })}
                    onClick={() => drop.mutate(area)}
                  />
                </Show>
              </li>
            )}
          </For>
        </ul>
        <Show when={dropped()}>
          {(area) => (
            <p class="areas-dropped" role="status">
              {t("named.dropped", { name: area().name })}{" "}
              <button type="button" class="link" onClick={() => restore.mutate(area())}>
                {t("undo")}
              </button>
            </p>
          )}
        </Show>
        <Show when={failure()}>{(error) => <Failure told={problemOf(error())} />}</Show>
      </section>
    </Show>
  )
}
