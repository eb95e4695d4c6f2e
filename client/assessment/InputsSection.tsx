import { For, Show } from "solid-js"
import { QUANTITIES } from "../../server/assessment/indicator.rules.ts"
import { PartHead, Section } from "../record/Section.tsx"
import { NONE } from "../text/figures.ts"
import { useText } from "../text/language.tsx"
import { Entered, Origin } from "./Origin.tsx"
import type { FirmOfRun } from "./shapes.ts"

const ORDER = Object.keys(QUANTITIES)
/** Figures as people ask for them: tax first. */
const inOrder = <F extends { indicator: string }>(figures: readonly F[]): F[] =>
  figures.toSorted((a, b) => ORDER.indexOf(a.indicator) - ORDER.indexOf(b.indicator))

/** What went in: figures and points claimed, each with where it comes from. */
export function InputsSection(props: { told: FirmOfRun }) {
  const { t, name, names, figures } = useText()
  const claimName = (item: string) => (names("event", item) ? name("event", item) : item)
  return (
    <Section id="inputs" title={t("assess.section.inputs")} note={t("assess.section.inputs.note")}>
      <For each={props.told.firms}>
        {(firm) => (
          <>
            <Show when={props.told.firms.length > 1}>
              <PartHead>{firm.name}</PartHead>
            </Show>
            <Show
              when={firm.figures.length > 0}
              fallback={<p class="note">{t("assess.no-figures")}</p>}
            >
              <table class="table">
                <thead>
                  <tr>
                    <th scope="col">{t("assess.input")}</th>
                    <th scope="col" class="number">
                      {t("assess.value")}
                    </th>
                    <th scope="col">{t("assess.source")}</th>
                    <th scope="col">{t("assess.document")}</th>
                    <th scope="col">{t("assess.recorded")}</th>
                  </tr>
                </thead>
                <tbody>
                  <For each={inOrder(firm.figures)}>
                    {(figure) => (
                      <tr>
                        <th scope="row">{name("quantity", figure.indicator)}</th>
                        <td class="number">
                          <Show
                            when={figure.value !== null}
                            fallback={
                              <span class="cell-missing">
                                {figure.missingReason
                                  ? name("missing", figure.missingReason)
                                  : t("assess.missing")}
                              </span>
                            }
                          >
                            {figures().fixed(figure.value, 2)}
                          </Show>
                        </td>
                        <td>
                          <Origin {...figure} />
                        </td>
                        <td>{figure.documentNo ?? NONE}</td>
                        <td>
                          <Entered {...figure} />
                        </td>
                      </tr>
                    )}
                  </For>
                </tbody>
              </table>
            </Show>
            <Show when={firm.claims.length > 0}>
              <PartHead>{t("assess.tab.claims")}</PartHead>
              <ul class="reasons">
                <For each={firm.claims}>
                  {(claim) => (
                    <li>
                      {name("claim-kind", claim.kind)}
                      {t("colon")}
                      {claimName(claim.item)}
                      <Show when={claim.points !== null}>
                        {" "}
                        {t("assess.points-of", { points: figures().plain(claim.points, 2) })}
                      </Show>
                      <span class="quiet">
                        {" "}
                        {claim.evidence}
                        <Show when={claim.validTo}>
                          {(day) => <> · {t("assess.valid-to", { day: day() })}</>}
                        </Show>
                      </span>
                    </li>
                  )}
                </For>
              </ul>
            </Show>
            <Show when={firm.powerInWanKwh !== null || firm.powerOutWanKwh !== null}>
              <p class="note">
                {t("assess.power-moved", {
                  into: figures().fixed(firm.powerInWanKwh ?? "0", 2),
                  out: figures().fixed(firm.powerOutWanKwh ?? "0", 2),
                })}
              </p>
            </Show>
          </>
        )}
      </For>
    </Section>
  )
}
