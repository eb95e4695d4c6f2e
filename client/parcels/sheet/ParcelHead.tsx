import { Show } from "solid-js"
import type { Parcel } from "../../record/shapes.ts"
import { useText } from "../../text/language.tsx"
import { Badge } from "../../ui/Badge.tsx"
import { Notice } from "../../ui/Notice.tsx"

/** Under a parcel's name: where it is, how it stands, and its three figures. */
export function ParcelHead(props: { parcel: Parcel; demo: boolean }) {
  const { t, name, figures } = useText()
  const standing = () => props.parcel.standing
  const grade = () => props.parcel.grades[0]
  const tax = () => props.parcel.metrics?.[0]
  const open = () => props.parcel.determined.filter(({ endedOn }) => !endedOn)
  return (
    <>
      <p class="sheet-place">{props.parcel.location}</p>
      <p class="sheet-badges">
        <Show when={props.demo}>
          <Badge tone="warn">{t("sample.badge")}</Badge>
        </Show>
        <Show when={open().length > 0}>
          <Badge tone="danger">{t("sheet.determined")}</Badge>
        </Show>
        <Show when={(props.parcel.suspected?.length ?? 0) > 0}>
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
      <Show when={!props.parcel.inEffect}>
        <Notice tone="warn">
          {t("sheet.gone", {
            from: props.parcel.validFrom ?? "—",
            to: props.parcel.validTo ?? "—",
          })}
        </Notice>
      </Show>
      <dl class="keys">
        <div>
          <dt>{t("sheet.legal-area")}</dt>
          <dd>
            <strong>{figures().mu(props.parcel.areas.areaMu)}</strong> {t("unit.mu")}
          </dd>
          <dd class="quiet">{figures().m2(props.parcel.areas.legalAreaM2)} m²</dd>
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
    </>
  )
}
