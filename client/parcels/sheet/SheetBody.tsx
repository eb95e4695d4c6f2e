import { Show } from "solid-js"
import type { Session } from "../../api.ts"
import { useText } from "../../text/language.tsx"
import { Badge } from "../../ui/Badge.tsx"
import { Notice } from "../../ui/Notice.tsx"
import type { Sheet } from "../shapes.ts"
import { AreasSection } from "./AreasSection.tsx"
import { BuildingsSection } from "./BuildingsSection.tsx"
import { ContractsSection } from "./ContractsSection.tsx"
import { FlagsSection } from "./FlagsSection.tsx"
import { HistorySection } from "./HistorySection.tsx"
import { LandSection } from "./LandSection.tsx"
import { MetricsSection } from "./MetricsSection.tsx"
import { OccupantsSection } from "./OccupantsSection.tsx"
import { ProjectsSection } from "./ProjectsSection.tsx"

/** The sheet from what it is to how it came to be. A part that the audience has not is not there. */
export function SheetBody(props: {
  sheet: Sheet
  session: Session
  onSelect: (id: number) => void
}) {
  const { t, name, figures } = useText()
  const standing = () => props.sheet.standing
  const grade = () => props.sheet.grades[0]
  const tax = () => props.sheet.metrics?.[0]
  const open = () => props.sheet.determined.filter(({ endedOn }) => !endedOn)
  return (
    <article>
      <header class="sheet-head">
        <Show when={props.session.demo}>
          <Badge tone="warn">{t("sample.badge")}</Badge>
        </Show>
        <h2>{props.sheet.name ?? t("parcel.unnamed")}</h2>
        <p class="sheet-place">{props.sheet.location}</p>
        <p class="sheet-badges">
          <Show when={open().length > 0}>
            <Badge tone="danger">{t("sheet.determined")}</Badge>
          </Show>
          <Show when={(props.sheet.suspected?.length ?? 0) > 0}>
            <Badge tone="warn">{t("sheet.suspected")}</Badge>
          </Show>
          <Show when={standing()?.lifecycle}>
            {(lifecycle) => <Badge>{name("lifecycle", lifecycle())}</Badge>}
          </Show>
          <Show when={standing()?.available != null && standing()?.lifecycle === undefined}>
            <Badge tone={standing()?.available ? "good" : "plain"}>
              {standing()?.available ? t("available.yes") : t("available.no")}
            </Badge>
          </Show>
        </p>
        <Show when={!props.sheet.inEffect}>
          <Notice tone="warn">
            {t("sheet.gone", {
              from: props.sheet.validFrom ?? "—",
              to: props.sheet.validTo ?? "—",
            })}
          </Notice>
        </Show>
        <dl class="keys">
          <div>
            <dt>{t("sheet.legal-area")}</dt>
            <dd>
              <strong>{figures().mu(props.sheet.areas.areaMu)}</strong> {t("unit.mu")}
            </dd>
            <dd class="quiet">{figures().m2(props.sheet.areas.legalAreaM2)} m²</dd>
          </div>
          <Show when={tax()}>
            {(year) => (
              <div>
                <dt>{t("sheet.tax-of", { year: year().fiscalYear })}</dt>
                <dd>
                  <strong>{figures().fixed(year().indicators["taxWanYuan"]?.perMu, 2)}</strong>{" "}
                  {t("unit.per-mu")}
                </dd>
                <dd class="quiet">
                  {figures().fixed(year().indicators["taxWanYuan"]?.amount, 2)} {t("unit.wan")}
                </dd>
              </div>
            )}
          </Show>
          <Show when={grade()}>
            {(latest) => (
              <div>
                <dt>{t("sheet.grade-of", { year: latest().fiscalYear })}</dt>
                <dd>
                  <strong class={`grade grade-${latest().grade}`}>{latest().grade}</strong>{" "}
                  {t("unit.class")}
                </dd>
              </div>
            )}
          </Show>
        </dl>
      </header>
      <FlagsSection suspected={props.sheet.suspected} determined={props.sheet.determined} />
      <AreasSection areas={props.sheet.areas} />
      <LandSection sheet={props.sheet} />
      <OccupantsSection occupants={props.sheet.occupants} />
      <Show when={props.sheet.metrics}>
        {(metrics) => <MetricsSection years={metrics()} grades={props.sheet.grades} />}
      </Show>
      <ContractsSection contracts={props.sheet.contracts} years={props.sheet.metrics ?? []} />
      <ProjectsSection projects={props.sheet.projects} standing={props.sheet.standing} />
      <BuildingsSection buildings={props.sheet.buildings} />
      <HistorySection sheet={props.sheet} onSelect={props.onSelect} />
    </article>
  )
}
