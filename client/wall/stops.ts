import { EMPTY_STATE, type MapState, readState } from "../map/state.ts"
import type { Label } from "../map/theme.ts"
import { WALL } from "../text/wall-phrases.ts"
import { fit, type Sight } from "../views/fit.ts"
import type { Leader } from "./leader.ts"

/** One picture of the tour. */
export type Stop = {
  key: string
  title: Label
  state: MapState
  /** Degrees that a picture of the whole zone is seen from; 0 is from above. */
  pitch: number
  /** Whether the role is not shown part of it. */
  isPartial: boolean
}

/** A saved view, as far as a tour shows it. */
type Shown = { id: string; name: string; query: string }

/** Columns are told apart from here, and none hides all others. */
const RELIEF_PITCH = 50

/** The pictures of saved views in the order of the tour, each as far as the role sees it. */
export const stopsOfViews = (views: readonly Shown[], sight: Sight): Stop[] =>
  views.map(({ id, name, query }) => {
    const asked = readState(query)
    const { hidden, ...seen } = fit(asked, sight)
    return {
      key: id,
      title: { zh: name, en: name },
      state: { ...asked, ...seen, selected: null },
      pitch: 0,
      isPartial: hidden.length > 0,
    }
  })

const told = (key: keyof typeof WALL): Label => ({ zh: WALL[key][0], en: WALL[key][1] })

type Usual = {
  key: string
  title: Label
  /** What a role must see for it. */
  needs: readonly string[]
  /** Who sees this does not need the picture. */
  unless?: string
  /** The land that it is of, without which there is nothing to look at. */
  of?: "available" | "determined" | "suspected"
  picture: Partial<MapState>
}

const USUAL: readonly Usual[] = [
  {
    key: "lifecycle",
    title: told("wall.stop.lifecycle"),
    needs: ["lifecycle"],
    picture: { theme: "lifecycle" },
  },
  {
    key: "landUse",
    title: told("wall.stop.land-use"),
    needs: ["landUse", "landUseScheme"],
    unless: "lifecycle",
    picture: { theme: "landUse" },
  },
  {
    key: "grade",
    title: told("wall.stop.grade"),
    needs: ["grade"],
    picture: { theme: "grade" },
  },
  {
    key: "tax",
    title: told("wall.stop.tax"),
    needs: ["taxPerMu"],
    picture: { theme: "measure", measure: "taxPerMu", height: "taxPerMu" },
  },
  {
    key: "available",
    title: told("wall.stop.available"),
    needs: ["available", "lifecycle"],
    of: "available",
    picture: { theme: "lifecycle", filter: "available = true" },
  },
  {
    key: "availability",
    title: told("wall.stop.available"),
    needs: ["available"],
    unless: "lifecycle",
    picture: { theme: "available" },
  },
  {
    key: "determined",
    title: told("wall.stop.determined"),
    needs: ["suspected", "determined"],
    of: "determined",
    picture: { theme: "flag", filter: "determined = true" },
  },
  {
    key: "suspected",
    title: told("wall.stop.suspected"),
    needs: ["suspected", "determined"],
    of: "suspected",
    picture: { theme: "flag", filter: "determined = false AND suspected = true" },
  },
]

/**
 * The tour of whoever has put no view into it: of the themes that the role sees and of land that there is,
 * suspicion apart from determination.
 */
export const usualStops = ({ fields }: Pick<Sight, "fields">, leader: Leader): Stop[] =>
  USUAL.filter(
    ({ needs, unless, of }) =>
      needs.every((name) => fields.has(name)) &&
      !(unless && fields.has(unless)) &&
      !(of && leader[of]?.parcels === 0),
  ).map(({ key, title, picture }) => ({
    key,
    title,
    state: { ...EMPTY_STATE, ...picture },
    pitch: picture.height ? RELIEF_PITCH : 0,
    isPartial: false,
  }))
