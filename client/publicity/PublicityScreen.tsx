import "../text/scheme-phrases.ts"
import "../record/record.css"
import "./publicity.css"
import { createEffect, createMemo, onCleanup, Show } from "solid-js"
import type { Session } from "../api.ts"
import { useText } from "../text/language.tsx"
import { Empty } from "../ui/Notice.tsx"
import { readPlace, writePlace } from "./place.ts"
import { PublicityListPage } from "./PublicityListPage.tsx"
import { PublicityPage } from "./PublicityPage.tsx"
import { type Places, rightsOf } from "./shapes.ts"

/** What of a year is shown to firms before it holds, and what they say against it. */
export function PublicityScreen(props: { session: Session; address: Places }) {
  const { t } = useText()
  const rights = () => rightsOf(props.session)
  const isOurs = () => rights().writes || props.session.role === "lead"
  // A place is read as text: the same place is the same screen, whatever else of the address changes.
  const written = createMemo(() => {
    const place = readPlace(props.address.path())
    return place && writePlace(place)
  })
  createEffect(() => {
    const before = document.title
    document.title = `${t("publicity.title")} · ${t("brand.name")}`
    onCleanup(() => (document.title = before))
  })
  const show = (path: string) => {
    const { year, id } = readPlace(path)!
    const common = { year, rights: rights(), open: (to: string) => props.address.go(to) }
    return id === null ? <PublicityListPage {...common} /> : <PublicityPage id={id} {...common} />
  }
  return (
    <Show
      when={isOurs()}
      fallback={
        <main class="full">
          <Empty title={t("publicity.not-yours")} />
        </main>
      }
    >
      <Show
        when={written()}
        keyed
        fallback={
          <main class="full">
            <Empty title={t("scheme.no-page")} />
          </main>
        }
      >
        {show}
      </Show>
    </Show>
  )
}
