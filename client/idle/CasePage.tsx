import { For, Match, Show, Switch } from "solid-js"
import { problemOf } from "../api.ts"
import { NoticesSection } from "../notices/NoticesSection.tsx"
import { Link } from "../record/Link.tsx"
import { NONE } from "../text/figures.ts"
import { useText } from "../text/language.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Icon } from "../ui/Icon.tsx"
import { Empty } from "../ui/Notice.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import { ClockSection } from "./ClockSection.tsx"
import { createParcel, createParcelFlags } from "./createIdle.ts"
import { DeterminedSection } from "./DeterminedSection.tsx"
import { FlagSection } from "./FlagSection.tsx"
import { writePlace } from "./place.ts"
import type { Open, Rights } from "./shapes.ts"

/** One parcel: its legal clock, what is suspected of it and what was determined, each under its own heading. */
export function CasePage(props: { parcelId: number; rights: Rights; open: Open; openMap: Open }) {
  const { t, figures } = useText()
  const parcel = createParcel(() => props.parcelId)
  const flags = createParcelFlags(() => props.parcelId)
  const id = () => props.parcelId
  return (
    <main class="page">
      <div class="page-main idle-page idle-case">
        <Switch>
          <Match when={problemOf(parcel.error)?.status === 404}>
            <Empty
              title={t("idle.case.gone")}
              action={
                <Link class="button" to={writePlace({ screen: "open" })} open={props.open}>
                  {t("idle.to-desk")}
                </Link>
              }
            />
          </Match>
          <Match when={parcel.isError}>
            <Failure told={problemOf(parcel.error)} onRetry={() => void parcel.refetch()} />
          </Match>
          <Match when={parcel.data}>
            {(data) => (
              <>
                <header class="idle-head">
                  <Link class="record-back" to={writePlace({ screen: "open" })} open={props.open}>
                    <Icon name="left" size={16} />
                    {t("idle.to-desk")}
                  </Link>
                  <div class="idle-title">
                    <h1>{data().name ?? t("parcel.unnamed")}</h1>
                    <span class="quiet mono">{data().parcelCode ?? NONE}</span>
                    <span>{t("unit.mu.of", { value: figures().mu(data().areas.areaMu) })}</span>
                    <div class="page-actions idle-actions">
                      <Link class="button" to={`/parcels/${id()}`} open={props.open}>
                        <Icon name="page" size={16} />
                        {t("idle.to-parcel")}
                      </Link>
                      <Link class="button" to={`/?theme=flag&parcel=${id()}`} open={props.openMap}>
                        <Icon name="target" size={16} />
                        {t("idle.to-map")}
                      </Link>
                    </div>
                  </div>
                </header>
                <ClockSection parcelId={id()} rights={props.rights} />
                <Switch>
                  <Match when={flags.isError}>
                    <Failure told={problemOf(flags.error)} onRetry={() => void flags.refetch()} />
                  </Match>
                  <Match when={flags.isPending}>
                    <Waiting>{t("idle.wait")}</Waiting>
                  </Match>
                  <Match when={flags.data}>
                    {(list) => (
                      <section class="idle-block" aria-labelledby="idle-suspected">
                        <div class="idle-block-head">
                          <h2 id="idle-suspected">{t("flags.suspected-title")}</h2>
                          <span class="quiet">{t("idle.internal")}</span>
                        </div>
                        <For
                          each={list().items.map(({ ruleSet }) => ruleSet)}
                          fallback={<p class="note">{t("idle.case.no-flags")}</p>}
                        >
                          {(ruleSet) => (
                            <FlagSection
                              place={{ parcelId: id(), ruleSet }}
                              rights={props.rights}
                            />
                          )}
                        </For>
                      </section>
                    )}
                  </Match>
                </Switch>
                <DeterminedSection parcelId={id()} rights={props.rights} />
                <Show when={props.rights.readsNotices}>
                  <NoticesSection
                    parcelId={id()}
                    parcel={data().name ?? data().parcelCode ?? String(id())}
                    rights={props.rights}
                    open={props.open}
                  />
                </Show>
              </>
            )}
          </Match>
          <Match when={parcel.isPending}>
            <Waiting>{t("wait.sheet")}</Waiting>
          </Match>
        </Switch>
      </div>
    </main>
  )
}
