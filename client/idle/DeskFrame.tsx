import { createSignal, For, type JSX, onMount, Show } from "solid-js"
import { useText } from "../text/language.tsx"
import { Link } from "../record/Link.tsx"
import { Icon } from "../ui/Icon.tsx"
import { DESK_TABS, type DeskTab, writePlace } from "./place.ts"
import type { Open, Rights } from "./shapes.ts"

/** The map of what is said of land, which the lists here are about. */
const MAP = "/?theme=flag"
const LIFECYCLE_MAP = "/?theme=lifecycle"

/** What every list of the desk stands in. */
export function DeskFrame(props: {
  current: DeskTab
  rights: Rights
  open: Open
  openMap: Open
  actions?: JSX.Element
  children: JSX.Element
}) {
  const { t } = useText()
  const shown = () => DESK_TABS.filter((tab) => tab !== "notices" || props.rights.readsNotices)
  const [bar, setBar] = createSignal<HTMLElement>()
  // Where the tabs do not fit, the one that is shown is in sight.
  onMount(() =>
    bar()
      ?.querySelector("[aria-current=page]")
      ?.scrollIntoView({ inline: "end", block: "nearest" }),
  )
  return (
    <main class="page">
      <div class="page-main idle-page">
        <header class="idle-head">
          <div class="idle-title">
            <h1>{t("idle.title")}</h1>
            <div class="page-actions idle-actions">
              <Show when={props.actions}>{props.actions}</Show>
              <Link class="button" to={LIFECYCLE_MAP} open={props.openMap}>
                <Icon name="layers" size={16} />
                {t("idle.map.five")}
              </Link>
              <Link class="button" to={MAP} open={props.openMap}>
                <Icon name="layers" size={16} />
                {t("idle.map.flags")}
              </Link>
            </div>
          </div>
          <nav class="idle-tabs" aria-label={t("idle.parts")} ref={setBar}>
            <For each={shown()}>
              {(tab) => (
                <Link
                  class="idle-tab"
                  to={writePlace({ screen: tab })}
                  open={props.open}
                  current={tab === props.current}
                >
                  {t(`idle.tab.${tab}`)}
                </Link>
              )}
            </For>
          </nav>
        </header>
        {props.children}
      </div>
    </main>
  )
}
