import { createSignal, For, Match, Switch } from "solid-js"
import { problemOf } from "../api.ts"
import { createNotices } from "../notices/createNotices.ts"
import { NoticeCard } from "../notices/NoticeCard.tsx"
import { type NoticeState, STATE_TONES } from "../notices/shapes.ts"
import { useText } from "../text/language.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Empty } from "../ui/Notice.tsx"
import { Segments } from "../ui/Segments.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import { CaseLink } from "./CaseLink.tsx"
import { DeskFrame } from "./DeskFrame.tsx"
import type { Open, Rights } from "./shapes.ts"

const STATES = Object.keys(STATE_TONES) as NoticeState[]

/** Documents of all cases, those that wait for somebody first. */
export function NoticesPage(props: { rights: Rights; open: Open; openMap: Open }) {
  const { t, name } = useText()
  const [state, setState] = createSignal<NoticeState>("drawn")
  const notices = createNotices(() => ({ state: state() }))
  return (
    <DeskFrame current="notices" rights={props.rights} open={props.open} openMap={props.openMap}>
      <p class="note">{t("notice.list.note")}</p>
      <Segments
        label={t("notice.section")}
        value={state()}
        options={STATES.map((value) => ({ value, label: name("notice-state", value) }))}
        onChange={setState}
      />
      <Switch>
        <Match when={notices.isError}>
          <Failure told={problemOf(notices.error)} onRetry={() => void notices.refetch()} />
        </Match>
        <Match when={notices.isPending}>
          <Waiting>{t("notice.wait")}</Waiting>
        </Match>
        <Match when={notices.data?.total === 0}>
          <Empty title={t("notice.none.state")} />
        </Match>
        <Match when={notices.data}>
          {(list) => (
            <ul class="idle-cards">
              <For each={list().items}>
                {(notice) => (
                  <li>
                    <p class="idle-card-head">
                      <CaseLink
                        parcelId={notice.parcelId}
                        name={notice.parcelName}
                        open={props.open}
                      />
                      <span class="quiet mono">{notice.parcelCode}</span>
                    </p>
                    <NoticeCard notice={notice} rights={props.rights} open={props.open} />
                  </li>
                )}
              </For>
            </ul>
          )}
        </Match>
      </Switch>
    </DeskFrame>
  )
}
