import "../text/scheme-phrases.ts"
import "../record/record.css"
import "./schemes.css"
import { createEffect, createMemo, type JSX, onCleanup, Show } from "solid-js"
import type { Session } from "../api.ts"
import { Link } from "../record/Link.tsx"
import { useText } from "../text/language.tsx"
import { Empty } from "../ui/Notice.tsx"
import { readPlace, writePlace } from "./place.ts"
import { SchemeEditor } from "./SchemeEditor.tsx"
import { SchemeListPage } from "./SchemeListPage.tsx"
import { SchemePage } from "./SchemePage.tsx"
import { type Places, rightsOf } from "./shapes.ts"

const READERS = new Set(["planner", "assessor", "lead"])

/** Schemes of the yearly assessment: their versions, what stands in them, and how they came into use. */
export function SchemesScreen(props: { session: Session; address: Places }) {
  const { t } = useText()
  const rights = () => rightsOf(props.session)
  // A place is read as text: the same place is the same screen, whatever else of the address changes.
  const written = createMemo(() => {
    const place = readPlace(props.address.path())
    return place && writePlace(place)
  })
  createEffect(() => {
    const before = document.title
    document.title = `${t("scheme.title")} · ${t("brand.name")}`
    onCleanup(() => (document.title = before))
  })
  const open = (path: string) => props.address.go(path)
  const show = (path: string): JSX.Element => {
    const place = readPlace(path)!
    const common = { rights: rights(), open }
    switch (place.screen) {
      case "list":
        return <SchemeListPage {...common} />
      case "version":
        return <SchemePage place={place} {...common} />
      case "editor":
        return (
          <Show when={rights().writes} fallback={<Nothing title={t("scheme.not-writer")} />}>
            <SchemeEditor place={place} {...common} />
          </Show>
        )
    }
  }
  return (
    <Show
      when={READERS.has(props.session.role ?? "")}
      fallback={<Nothing title={t("scheme.not-yours")} />}
    >
      <Show
        when={written()}
        keyed
        fallback={
          <Nothing title={t("scheme.no-page")}>
            <Link class="button" to={writePlace({ screen: "list" })} open={open}>
              {t("scheme.to-list")}
            </Link>
          </Nothing>
        }
      >
        {show}
      </Show>
    </Show>
  )
}

const Nothing = (props: { title: string; children?: JSX.Element }) => (
  <main class="full">
    <Empty title={props.title} action={props.children} />
  </main>
)
