import "./record.css"
import {
  createContext,
  createSignal,
  createUniqueId,
  type JSX,
  onCleanup,
  onMount,
  Show,
  useContext,
} from "solid-js"
import { Dynamic } from "solid-js/web"
import { Fold } from "../ui/Fold.tsx"

/** A part of a page, as its table of contents names it. */
export type Place = { id: string; title: () => string; element: HTMLElement }

type Contents = { add: (place: Place) => void; remove: (place: Place) => void }

/** Set inside of a page; elsewhere a section is one that folds. */
const ContentsContext = createContext<Contents>()

/** The sections that stand on a page, in the order in which they stand. */
export function createContents() {
  const [places, setPlaces] = createSignal<readonly Place[]>([])
  const inOrder = (all: Place[]) =>
    all.sort((a, b) =>
      a.element.compareDocumentPosition(b.element) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1,
    )
  return {
    places,
    value: {
      add: (place: Place) => setPlaces((all) => inOrder([...all, place])),
      remove: (place: Place) => setPlaces((all) => all.filter((one) => one !== place)),
    },
    Provider: ContentsContext.Provider,
  }
}

/** Whether this stands on a page, where there is room, or beside the map. */
export const useIsPage = (): boolean => useContext(ContentsContext) !== undefined

/**
 * A part of a record: on its page a section with a heading and a place in the contents, beside the map one that
 * folds.
 */
export function Section(props: {
  /** The fragment that leads here. */
  id: string
  title: string
  note?: JSX.Element
  folded?: boolean
  /** Left out when the page is printed. */
  unprinted?: boolean
  children: JSX.Element
}) {
  const contents = useContext(ContentsContext)
  if (!contents)
    return (
      <Fold title={props.title} note={props.note} folded={props.folded ?? false}>
        {props.children}
      </Fold>
    )
  const heading = createUniqueId()
  let element!: HTMLElement
  onMount(() => {
    const place = { id: props.id, title: () => props.title, element }
    contents.add(place)
    onCleanup(() => contents.remove(place))
  })
  return (
    <section
      class="record-section"
      id={props.id}
      aria-labelledby={heading}
      data-unprinted={props.unprinted ? "" : undefined}
      ref={(section) => (element = section)}
    >
      <div class="record-section-head">
        <h2 id={heading}>{props.title}</h2>
        <Show when={props.note}>
          <span class="quiet">{props.note}</span>
        </Show>
      </div>
      <div class="record-section-body">{props.children}</div>
    </section>
  )
}

/** The heading of a part of a section, one step below that of the section. */
export const PartHead = (props: { children: JSX.Element }) => (
  <Dynamic component={useIsPage() ? "h3" : "h4"} class="part-head">
    {props.children}
  </Dynamic>
)
