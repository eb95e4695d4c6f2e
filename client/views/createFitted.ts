import { type Accessor, createMemo, mergeProps } from "solid-js"
import type { MapState } from "../map/state.ts"
import { listThemes } from "../map/themes.ts"
import { fit, type Hidden, type Sight } from "./fit.ts"

/** What a session may see of any picture. */
export function sightOf({ sees }: { sees: readonly string[] }): Sight {
  const fields = new Set(sees)
  const given = listThemes("light").filter(({ needs }) => needs.every((name) => fields.has(name)))
  return { fields, themes: new Set([...given.map(({ id }) => id), "measure"]) }
}

/** A picture as a role may see it, and what of it that leaves out. The address keeps what it says. */
export function createFitted(state: MapState, sight: Accessor<Sight>) {
  const fitted = createMemo(() => fit(state, sight()))
  const part = <Name extends "theme" | "measure" | "other" | "height" | "filter" | "sort">(
    name: Name,
  ) => createMemo(() => fitted()[name])
  const [theme, measure, other] = [part("theme"), part("measure"), part("other")]
  const [height, filter, sort] = [part("height"), part("filter"), part("sort")]
  const hidden = createMemo((): readonly Hidden[] => fitted().hidden, [], {
    equals: (a, b) => a.join() === b.join(),
  })
  return {
    hidden,
    state: mergeProps(state, {
      get theme() {
        return theme()
      },
      get measure() {
        return measure()
      },
      get other() {
        return other()
      },
      get height() {
        return height()
      },
      get filter() {
        return filter()
      },
      get sort() {
        return sort()
      },
    }),
  }
}
