import { createMemo, For, Show } from "solid-js"
import { Exact } from "../../../geodata/units.ts"
import { Section, useIsPage } from "../../record/Section.tsx"
import { useText } from "../../text/language.tsx"
import type { Sheet } from "../shapes.ts"

type Areas = Sheet["areas"]

/** In the order in which one of them becomes the legal area: the first that is known. */
const ORDER = ["certified", "contract", "surveyed", "geometry"] as const
type AreaKind = (typeof ORDER)[number]

/** The four areas side by side, what each differs from the legal one, and why they may. */
export function AreasSection(props: { areas: Areas }) {
  const { t, figures } = useText()
  const rows = createMemo(() =>
    ORDER.flatMap((kind) => {
      const area = props.areas[kind]
      return area ? [{ kind, ...area }] : []
    }),
  )
  // Who does not see the certificate sees no area that is the legal one; none may be named so then.
  const legal = createMemo(() => rows().find(({ differenceM2 }) => differenceM2 === 0)?.kind)
  const signed = (differenceM2: number) => (differenceM2 > 0 ? "+" : "")
  const shareOf = (differenceM2: number) =>
    new Exact(differenceM2).div(props.areas.legalAreaM2).toString()
  /** Below the last place that is shown. */
  const isSlight = (differenceM2: number) => new Exact(shareOf(differenceM2)).abs().lt("0.00005")
  const isPage = useIsPage()
  const missing = (kind: AreaKind) => t(`areas.${kind}.missing`)

  return (
    <Show when={rows().length > 0}>
      <Section
        id="areas"
        title={t("areas.title")}
        note={legal() && t("areas.legal", { kind: t(`areas.${legal()!}`) })}
      >
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{t("areas.kind")}</th>
              <th scope="col" class="number">
                {t("unit.mu")}
              </th>
              <th scope="col" class="number">
                m²
              </th>
              <th scope="col" class="number">
                {t("areas.difference")}
              </th>
            </tr>
          </thead>
          <tbody>
            <For each={rows()}>
              {(row) => (
                <tr data-legal={row.kind === legal() ? "" : undefined}>
                  <th scope="row">{t(`areas.${row.kind}`)}</th>
                  <Show
                    when={row.areaM2 !== null}
                    fallback={
                      <td colspan="3" class="none">
                        — {missing(row.kind)}
                      </td>
                    }
                  >
                    <td class="number">{figures().muOf(row.areaM2)}</td>
                    <td class="number">{figures().m2(row.areaM2)}</td>
                    <td class="number">
                      <Show
                        when={row.kind !== legal() && row.differenceM2 !== null}
                        fallback={<span class="quiet">{t("areas.is-legal")}</span>}
                      >
                        {signed(row.differenceM2!)}
                        {figures().m2(row.differenceM2)} m²
                        <span class="quiet block">
                          {signed(row.differenceM2!)}
                          {figures().muOf(row.differenceM2)} {t("unit.mu")} ·{" "}
                          {isSlight(row.differenceM2!)
                            ? "≈ 0%"
                            : `${signed(row.differenceM2!)}${figures().percent(shareOf(row.differenceM2!), 2)}`}
                        </span>
                      </Show>
                    </td>
                  </Show>
                </tr>
              )}
            </For>
          </tbody>
        </table>
        <Show when={isPage} fallback={<p class="note">{t("areas.why")}</p>}>
          <div class="why">
            <p class="note">{t("areas.rule")}</p>
            <dl class="why-list">
              <For each={rows()}>
                {(row) => (
                  <div>
                    <dt>{t(`areas.${row.kind}`)}</dt>
                    <dd>{t(`areas.${row.kind}.why`)}</dd>
                  </div>
                )}
              </For>
            </dl>
          </div>
        </Show>
        <Show when={props.areas.areaRule}>
          {(rule) => (
            <p class="note">
              {rule() === "plane3" ? t("areas.rule.plane3") : t("areas.rule.ellipsoid")}
            </p>
          )}
        </Show>
      </Section>
    </Show>
  )
}
