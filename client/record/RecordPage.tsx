import "../text/record-phrases.ts"
import "./print.css"
import { DropdownMenu } from "@kobalte/core/dropdown-menu"
import { createEffect, createSignal, For, type JSX, on, onCleanup, onMount, Show } from "solid-js"
import { legalDayAt } from "../../geodata/days.ts"
import { useText } from "../text/language.tsx"
import { Icon } from "../ui/Icon.tsx"
import { CopyLink } from "./CopyLink.tsx"
import { createContents, type Place } from "./Section.tsx"

/**
 * A page of its own for one parcel, one firm or a comparison: what it is at the head, its contents beside it,
 * its sections below each other, and clean paper when it is printed.
 */
export function RecordPage(props: {
  kind: string
  title: string
  /** Codes, as they stand under the title on paper. */
  code?: string | null | undefined
  back: JSX.Element
  /** Controls of this page, before those that every page has. */
  actions?: JSX.Element
  head: JSX.Element
  /** Whether the record has comments, which are printed only when that is chosen. */
  discussed?: boolean
  wide?: boolean
  children: JSX.Element
}) {
  const { t } = useText()
  const { places, value, Provider } = createContents()
  let scroller!: HTMLElement
  let title!: HTMLHeadingElement
  // The page is new to whoever reads it by ear: it begins at its title.
  onMount(() => title.focus({ preventScroll: true }))
  const named = () => location.hash.slice(1)
  createEffect(
    on(places, (all) => {
      const place = all.find(({ id }) => id === named())
      if (place && scroller.scrollTop === 0) place.element.scrollIntoView()
    }),
  )
  createEffect(() => {
    const before = document.title
    document.title = `${props.title} · ${t("brand.name")}`
    onCleanup(() => (document.title = before))
  })
  return (
    <main
      class="record"
      data-wide={props.wide ? "" : undefined}
      ref={(element) => (scroller = element)}
    >
      <Contents places={places()} scroller={() => scroller} />
      <article class="record-main">
        <p class="print-line">
          <span>{t("print.internal")}</span>
          <span>{props.kind}</span>
          <span>{t("print.day", { day: legalDayAt(new Date()) })}</span>
        </p>
        <nav class="record-bar" aria-label={t("page.actions")}>
          {props.back}
          <div class="record-actions">
            {props.actions}
            <CopyLink />
            <Print discussed={props.discussed ?? false} />
          </div>
        </nav>
        <header class="record-head">
          <div class="record-title">
            <p class="record-kind">{props.kind}</p>
            <h1 tabIndex={-1} ref={(element) => (title = element)}>
              {props.title}
            </h1>
            <Show when={props.code}>{(code) => <p class="record-code mono">{code()}</p>}</Show>
          </div>
          {props.head}
        </header>
        <Provider value={value}>{props.children}</Provider>
      </article>
    </main>
  )
}

/** Share of the height at which a section counts as the one that is read. */
const READ_AT = 0.25

function Contents(props: { places: readonly Place[]; scroller: () => HTMLElement }) {
  const { t } = useText()
  const [current, setCurrent] = createSignal<string>()
  const look = () => {
    const scroller = props.scroller()
    const { top, height } = scroller.getBoundingClientRect()
    const atEnd = scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 2
    const passed = props.places.filter(
      ({ element }) => element.getBoundingClientRect().top <= top + height * READ_AT,
    )
    setCurrent((atEnd ? props.places.at(-1) : (passed.at(-1) ?? props.places[0]))?.id)
  }
  onMount(() => {
    const scroller = props.scroller()
    scroller.addEventListener("scroll", look, { passive: true })
    onCleanup(() => scroller.removeEventListener("scroll", look))
  })
  createEffect(on(() => props.places, look))
  return (
    <nav class="contents" aria-label={t("page.contents")}>
      <p class="contents-title" aria-hidden="true">
        {t("page.contents")}
      </p>
      <ol>
        <For each={props.places}>
          {(place) => (
            <li>
              <a
                href={`#${place.id}`}
                aria-current={current() === place.id ? "location" : undefined}
                onClick={(event) => {
                  event.preventDefault()
                  history.replaceState(history.state, "", `#${place.id}`)
                  place.element.scrollIntoView()
                  setCurrent(place.id)
                }}
              >
                {place.title()}
              </a>
            </li>
          )}
        </For>
      </ol>
    </nav>
  )
}

function Print(props: { discussed: boolean }) {
  const { t } = useText()
  const print = (withComments: boolean) => {
    document.documentElement.dataset["printed"] = withComments ? "comments" : "record"
    window.print()
  }
  return (
    <Show
      when={props.discussed}
      fallback={
        <button type="button" class="button" onClick={() => print(false)}>
          <Icon name="print" size={16} />
          {t("print.go")}
        </button>
      }
    >
      <DropdownMenu gutter={6} placement="bottom-end">
        <DropdownMenu.Trigger class="button">
          <Icon name="print" size={16} />
          {t("print.go")}
          <Icon name="down" size={14} />
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content class="menu">
            {/* The menu is gone before the paper is made. */}
            <DropdownMenu.Item class="menu-item" onSelect={() => setTimeout(print, 0, false)}>
              {t("print.record")}
            </DropdownMenu.Item>
            <DropdownMenu.Item class="menu-item" onSelect={() => setTimeout(print, 0, true)}>
              {t("print.with-comments")}
            </DropdownMenu.Item>
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu>
    </Show>
  )
}
