import { findDivision } from "../../geodata/codes/industry.ts"
import { For, Show } from "solid-js"
import type { Firm } from "../record/shapes.ts"
import { useText } from "../text/language.tsx"
import { Badge } from "../ui/Badge.tsx"

/** Under a firm's name: how it stands, what it was called before, and its figures. */
export function FirmHead(props: { firm: Firm; demo: boolean }) {
  const { t, pick, figures } = useText()
  const former = () => props.firm.names.filter(({ isCurrent }) => !isCurrent)
  const grade = () => props.firm.grades[0]
  const tax = () => props.firm.metrics?.[0]
  const today = () => props.firm.land?.today
  return (
    <>
      <Show when={former().length > 0}>
        <p class="sheet-place">
          {t("firm.former")}
          {t("colon")}
          <For each={former()}>
            {(one, at) => (
              <>
                {at() > 0 ? t("comma") : ""}
                {one.name}
                <Show when={one.from && one.to}>
                  <span class="quiet">
                    {" "}
                    {t("firm.recorded", {
                      from: figures().instant(one.from!),
                      to: figures().instant(one.to!),
                    })}
                  </span>
                </Show>
              </>
            )}
          </For>
        </p>
      </Show>
      <p class="sheet-badges">
        <Show when={props.demo}>
          <Badge tone="warn">{t("sample.badge")}</Badge>
        </Show>
        <Show when={props.firm.aboveScale != null}>
          <Badge>{props.firm.aboveScale ? t("use.above-scale") : t("use.below-scale")}</Badge>
        </Show>
        <Show when={props.firm.industryCode}>
          {(code) => (
            <Badge>
              <Show
                when={findDivision(code())}
                fallback={
                  <>
                    {t("firm.industry")} {code()}
                  </>
                }
              >
                {(division) => `${pick(division())} · ${code()}`}
              </Show>
            </Badge>
          )}
        </Show>
        <Show when={props.firm.registeredOn}>
          {(day) => (
            <Badge>
              {t("firm.registered")} {day()}
            </Badge>
          )}
        </Show>
      </p>
      <dl class="keys">
        <Show when={today()}>
          {(land) => (
            <div>
              <dt>{t("firm.land-today")}</dt>
              <dd>
                <strong>{figures().mu(land().landMu)}</strong> {t("unit.mu")}
              </dd>
              <dd class="quiet">
                {t("firm.parcels-count", {
                  count: props.firm.parcels.filter(({ isCurrent }) => isCurrent).length,
                })}
              </dd>
            </div>
          )}
        </Show>
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
