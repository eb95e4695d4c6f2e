import { For, Match, Show, Switch } from "solid-js"
import { legalDayAt } from "../../geodata/days.ts"
import { api, problemOf } from "../api.ts"
import { createDownload } from "../record/createDownload.ts"
import { DownloadButton } from "../record/DownloadButton.tsx"
import { Link } from "../record/Link.tsx"
import { useText } from "../text/language.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import { createNotices } from "./createNotices.ts"
import { NoticeCard } from "./NoticeCard.tsx"
import { draftPath, type NoticeRights, type Open } from "./shapes.ts"

/** The statutory documents of one parcel, and its evidence on one page. */
export function NoticesSection(props: {
  parcelId: number
  /** Names the file of the evidence. */
  parcel: string
  rights: NoticeRights
  open: Open
}) {
  const { t } = useText()
  const notices = createNotices(() => ({ parcel: props.parcelId }))
  const sheet = createDownload(
    (signal) =>
      api.flags.parcels[":id"]["evidence-sheet"].$get(
        { param: { id: String(props.parcelId) } },
        { init: { signal } },
      ),
    () => t("notice.sheet.file", { name: props.parcel, day: legalDayAt(new Date()) }),
  )
  return (
    <section class="idle-block" aria-labelledby="notices-of-parcel">
      <div class="idle-block-head">
        <h2 id="notices-of-parcel">{t("notice.section")}</h2>
        <span class="quiet">{t("notice.section.note")}</span>
        <div class="page-actions idle-actions">
          <DownloadButton icon="download" label={t("notice.sheet")} download={sheet} atEnd />
          <Show when={props.rights.settles}>
            <Link class="button button-main" to={draftPath(props.parcelId)} open={props.open}>
              {t("notice.draw")}
            </Link>
          </Show>
        </div>
      </div>
      <Switch>
        <Match when={notices.isError}>
          <Failure told={problemOf(notices.error)} onRetry={() => void notices.refetch()} />
        </Match>
        <Match when={notices.isPending}>
          <Waiting>{t("notice.wait")}</Waiting>
        </Match>
        <Match when={notices.data}>
          {(list) => (
            <For each={list().items} fallback={<p class="note">{t("notice.none")}</p>}>
              {(notice) => <NoticeCard notice={notice} rights={props.rights} open={props.open} />}
            </For>
          )}
        </Match>
      </Switch>
    </section>
  )
}
