import { createMemo, For, Show } from "solid-js"
import { Exact } from "../../geodata/units.ts"
import { Link } from "../record/Link.tsx"
import { PartHead, Section } from "../record/Section.tsx"
import { NONE } from "../text/figures.ts"
import { useText } from "../text/language.tsx"
import { writePlace } from "./address.ts"
import { edgesOf } from "./edges.ts"
import { POINT_PLACES } from "./indicatorText.ts"
import type { FirmOfRun } from "./shapes.ts"

type Open = (path: string) => void

/** Where a firm stands among the others of its scheme, and what decided it. */
export function RankSection(props: { told: FirmOfRun; open: Open }) {
  const { t, figures } = useText()
  const run = () => props.told.run
  const result = () => props.told.result
  const stratum = () => run().strata.find(({ schemeId }) => schemeId === result().schemeId)
  const isTied = () => result().reasons.some(({ code }) => code === "tied")
  const signed = (gap: Exact) =>
    `${gap.isZero() ? "" : gap.isNeg() ? "−" : "+"}${figures().fixed(gap.abs().toFixed(), POINT_PLACES)}`
  const edges = createMemo(() =>
    props.told.scheme && stratum() ? edgesOf(props.told.scheme.gradeRule, stratum()!.ranked) : [],
  )
  return (
    <Section id="rank" title={t("assess.section.rank")}>
      <Show when={edges().length > 0}>
        <p class="note">
          {t("assess.edges")}
          <For each={edges()}>
            {(edge, at) => (
              <>
                {at() > 0 ? t("semicolon") : ""}
                <b class={`grade grade-${edge.grade}`}>{edge.grade}</b>{" "}
                {edge.from > edge.to
                  ? t("assess.edge.nobody")
                  : t("assess.edge.ranks", { from: edge.from, to: edge.to })}
              </>
            )}
          </For>
        </p>
      </Show>
      <Show when={isTied() && props.told.scheme?.gradeRule.tie !== "shared"}>
        <p class="note">{t("assess.tie.order")}</p>
      </Show>
      <PartHead>{t("assess.neighbours")}</PartHead>
      <table class="table neighbours">
        <thead>
          <tr>
            <th scope="col" class="number">
              {t("assess.rank")}
            </th>
            <th scope="col">{t("assess.firm")}</th>
            <th scope="col" class="number">
              {t("assess.points")}
            </th>
            <th scope="col" class="number">
              {t("assess.gap")}
            </th>
            <th scope="col">{t("assess.grade")}</th>
          </tr>
        </thead>
        <tbody>
          <For each={props.told.neighbours}>
            {(one) => {
              const isSelf = () => one.enterpriseId === result().enterpriseId
              const gap = () =>
                one.total === null || result().total === null
                  ? NONE
                  : signed(new Exact(one.total).minus(result().total!))
              return (
                <tr data-self={isSelf() ? "" : undefined}>
                  <td class="number">{one.rank}</td>
                  <th scope="row">
                    <Show when={!isSelf()} fallback={one.name}>
                      <Link
                        to={writePlace({
                          screen: "firm",
                          year: run().fiscalYear,
                          runId: run().id,
                          enterpriseId: one.enterpriseId,
                        })}
                        open={props.open}
                      >
                        {one.name}
                      </Link>
                    </Show>
                  </th>
                  <td class="number">{figures().fixed(one.totalRounded, POINT_PLACES)}</td>
                  <td class="number">{isSelf() ? NONE : gap()}</td>
                  <td>
                    <Show when={one.grade ?? one.gradeByRank} fallback={NONE}>
                      {(grade) => <b class={`grade grade-${grade()}`}>{grade()}</b>}
                    </Show>
                  </td>
                </tr>
              )
            }}
          </For>
        </tbody>
      </table>
    </Section>
  )
}
