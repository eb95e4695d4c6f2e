import { createSignal, For, Match, Switch } from "solid-js"
import { problemOf } from "../api.ts"
import { NONE } from "../text/figures.ts"
import { useText } from "../text/language.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Empty } from "../ui/Notice.tsx"
import { Segments } from "../ui/Segments.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import { CaseLink } from "./CaseLink.tsx"
import { createDeterminations } from "./createIdle.ts"
import { StateBadge } from "./DeterminedSection.tsx"
import { DeskFrame } from "./DeskFrame.tsx"
import type { Open, Rights } from "./shapes.ts"

/** What was determined by document, in force or ended. */
export function DeterminedPage(props: { rights: Rights; open: Open; openMap: Open }) {
  const { t, figures } = useText()
  const [ended, setEnded] = createSignal<"true" | "false">("false")
  const determined = createDeterminations(() => ({ ended: ended() }))
  return (
    <DeskFrame current="determined" rights={props.rights} open={props.open} openMap={props.openMap}>
      <div class="idle-bar">
        <p class="note">{t("idle.note.determined")}</p>
        <Segments
          label={t("idle.determined.which")}
          value={ended()}
          options={(["false", "true"] as const).map((value) => ({
            value,
            label: t(value === "true" ? "idle.determined.ended" : "idle.determined.stands"),
          }))}
          onChange={setEnded}
        />
      </div>
      <Switch>
        <Match when={determined.isError}>
          <Failure told={problemOf(determined.error)} onRetry={() => void determined.refetch()} />
        </Match>
        <Match when={determined.isPending}>
          <Waiting>{t("idle.wait")}</Waiting>
        </Match>
        <Match when={determined.data?.total === 0}>
          <Empty title={t("idle.none")}>{t("idle.none.determined")}</Empty>
        </Match>
        <Match when={determined.data}>
          {(list) => (
            <>
              <p class="idle-total" role="status">
                <strong>{figures().count(list().sums.parcels)}</strong> {t("unit.parcels")}
                <strong>{figures().mu(list().sums.areaMu)}</strong> {t("unit.mu")}
              </p>
              <div class="idle-frame">
                <table class="table table-wide">
                  <caption class="unseen">{t("idle.tab.determined")}</caption>
                  <thead>
                    <tr>
                      <th scope="col">{t("idle.parcel")}</th>
                      <th scope="col" class="number">
                        {t("unit.mu")}
                      </th>
                      <th scope="col">{t("idle.determined.as")}</th>
                      <th scope="col">{t("flags.document")}</th>
                      <th scope="col">{t("flags.decided")}</th>
                      <th scope="col">{t("flags.body")}</th>
                      <th scope="col">{t("flags.public-from")}</th>
                    </tr>
                  </thead>
                  <tbody>
                    <For each={list().items}>
                      {(one) => (
                        <tr>
                          <th scope="row">
                            <CaseLink parcelId={one.parcelId} name={one.name} open={props.open} />
                            <span class="quiet block mono">{one.parcelCode ?? NONE}</span>
                          </th>
                          <td class="number">{figures().mu(one.areaMu)}</td>
                          <td class="idle-still">
                            <StateBadge one={one} />
                          </td>
                          <td>{one.documentNo}</td>
                          <td class="idle-still">{one.decidedOn}</td>
                          <td>{one.body}</td>
                          <td class="idle-still">{one.publicFrom ?? NONE}</td>
                        </tr>
                      )}
                    </For>
                  </tbody>
                </table>
              </div>
            </>
          )}
        </Match>
      </Switch>
    </DeskFrame>
  )
}
