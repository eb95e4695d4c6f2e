import { type MapState, readState, writeState } from "../map/state.ts"

/** What a view keeps of the screen: the picture, and neither language nor look, which are the reader's own. */
export const queryOf = (state: MapState): string =>
  writeState({ ...state, language: null, look: null })

/** The address that shows a view, in the language and look of who reads it. */
export const addressOf = (query: string, { language, look }: Pick<MapState, "language" | "look">) =>
  `/${writeState({ ...readState(query), language, look })}`

/** The link that opens a view wherever it is sent: always what the view is by then. */
export const linkOf = (id: string): string => `${location.origin}/views/${id}`
