import { createMemo, For, Match, Show, Switch } from "solid-js"
import { Exact } from "../../geodata/units.ts"
import { QUANTITIES } from "../../server/assessment/indicator.rules.ts"
import { problemOf } from "../api.ts"
import { Link } from "../record/Link.tsx"
import { RecordPage } from "../record/RecordPage.tsx"
import { PartHead, Section } from "../record/Section.tsx"
import { NONE } from "../text/figures.ts"
import { noticeText } from "../text/notices.ts"
import { useText } from "../text/language.tsx"
import { Badge } from "../ui/Badge.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Icon } from "../ui/Icon.tsx"
import { Empty } from "../ui/Notice.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import { writePlace } from "./address.ts"
import { createFirmOfRun, createRuns } from "./createAssessment.ts"
import { edgesOf } from "./edges.ts"
import { POINT_PLACES } from "./indicatorText.ts"
import { LandTable } from "./LandTable.tsx"
import { listLedger } from "./ledger.ts"
import { LiftSection } from "./LiftSection.tsx"
import { StatementDownload } from "./RunDownloads.tsx"
import { Entered, Origin } from "./Origin.tsx"
import { PointsTable } from "./PointsTable.tsx"
import { PolicyEffectSection } from "./PolicyEffectSection.tsx"
import type { FirmOfRun, Rights } from "./shapes.ts"
import { standingOf } from "./standing.ts"

type Open = (path: string) => void

/** Why a firm has the grade that a run gave it, from its inputs to its place among the others. */
export function ExplanationPage(props: {
  year: number
  runId: number
  enterpriseId: number
  rights: Rights
  open: Open
}) {
  const { t } = useText()
  const firm = createFirmOfRun(
    () => props.runId,
    () => props.enterpriseId,
  )
  const toRun = () => writePlace({ screen: "run", year: props.year, runId: props.runId })
  return (
    <Switch>
      <Match when={firm.isError}>
        <main class="full">
          <Show
            when={problemOf(firm.error)?.status === 404}
            fallback={<Failure told={problemOf(firm.error)} onRetry={() => void firm.refetch()} />}
          >
            <Empty
              title={t("assess.no-such-firm")}
              action={
                <Link class="button" to={toRun()} open={props.open}>
                  {t("assess.back-run")}
                </Link>
              }
            />
          </Show>
        </main>
      </Match>
      <Match when={firm.data}>
        {(data) => (
          <Explanation
            told={data()}
            enterpriseId={props.enterpriseId}
            toRun={toRun()}
            open={props.open}
          />
        )}
      </Match>
      <Match when={firm.isPending}>
        <main class="full">
          <Waiting>{t("assess.wait.firm")}</Waiting>
        </main>
      </Match>
    </Switch>
  )
}

function Explanation(props: { told: FirmOfRun; enterpriseId: number; toRun: string; open: Open }) {
  const text = useText()
  const { t, name, figures } = text
  const run = () => props.told.run
  const result = () => props.told.result
  const stratum = () => run().strata.find(({ schemeId }) => schemeId === result().schemeId)
  const runs = createRuns(() => run().fiscalYear)
  const newer = () => runs.data?.items.find(({ number }) => number > run().number)
  const points = (value: string | null) => figures().fixed(value, POINT_PLACES)
  const kind = () => t("assess.statement", { year: run().fiscalYear, number: run().number })
  return (
    <RecordPage
      kind={kind()}
      title={props.told.firm.name}
      code={props.told.firm.creditCode}
      back={
        <Link class="record-back" to={props.toRun} open={props.open}>
          <Icon name="left" size={16} />
          {t("assess.back-run")}
        </Link>
      }
      actions={
        <>
          <StatementDownload told={props.told} />
          <Link class="button" to={`/enterprises/${props.enterpriseId}`} open={props.open}>
            <Icon name="building" size={16} />
            {t("assess.to-firm")}
          </Link>
        </>
      }
      head={
        <>
          <p class="sheet-badges">
            <Badge tone={run().published ? "good" : "plain"}>
              {run().published ? t("assess.published") : t("assess.not-published")}
            </Badge>
            <Badge>{name("rating-class", result().ratingClass)}</Badge>
            <Show when={result().members.length > 0}>
              <Badge>
                {t("assess.unit-members", {
                  names: result()
                    .members.map((one) => one.name)
                    .join(t("comma")),
                })}
              </Badge>
            </Show>
            <Show when={newer()}>
              {(one) => (
                <Badge tone="warn">{t("assess.newer-run", { number: one().number })}</Badge>
              )}
            </Show>
          </p>
          <dl class="keys statement-keys">
            <div>
              <dt>{t("assess.grade")}</dt>
              <dd>
                <Show
                  when={result().grade}
                  fallback={<strong>{name("result-class", standingOf(result()))}</strong>}
                >
                  {(grade) => <strong class={`grade grade-${grade()}`}>{grade()}</strong>}
                </Show>
              </dd>
              <dd class="quiet">
                <Show
                  when={result().gradeByRank !== null && result().gradeByRank !== result().grade}
                >
                  {t("assess.by-rank", { grade: result().gradeByRank ?? "" })}
                </Show>
              </dd>
            </div>
            <div>
              <dt>{t("assess.total-points")}</dt>
              <dd>
                <strong>{points(result().totalRounded)}</strong> {t("assess.points-unit")}
              </dd>
              <dd class="quiet">
                <Show when={result().rank === null && result().total !== null}>
                  {t("assess.reference-only")}
                </Show>
              </dd>
            </div>
            <div>
              <dt>{t("assess.rank")}</dt>
              <dd>
                <strong>{result().rank ?? NONE}</strong>
                <Show when={result().rank !== null && stratum()}>
                  {(one) => <> / {figures().count(one().ranked)}</>}
                </Show>
              </dd>
            </div>
            <div>
              <dt>{t("assess.land")}</dt>
              <dd>
                <strong>{figures().mu(result().landMu)}</strong> {t("unit.mu")}
              </dd>
            </div>
          </dl>
        </>
      }
    >
      <Show
        when={result().items.length > 0}
        fallback={
          <Section id="points" title={t("assess.section.points")}>
            <p class="note">{t("assess.no-points")}</p>
          </Section>
        }
      >
        <Section
          id="points"
          title={t("assess.section.points")}
          note={t("assess.section.points.note")}
        >
          <PointsTable told={props.told} />
        </Section>
      </Show>
      <Show when={result().reasons.length > 0}>
        <Section id="notices" title={t("assess.section.notices")}>
          <ul class="reasons">
            <For each={result().reasons}>{(reason) => <li>{noticeText(reason, text)}</li>}</For>
          </ul>
        </Section>
      </Show>
      <Show when={result().rank !== null}>
        <RankSection told={props.told} open={props.open} />
      </Show>
      <Show when={result().rank !== null}>
        <LiftSection runId={run().id} enterpriseId={props.enterpriseId} />
      </Show>
      <Show when={result().grade !== null}>
        <PolicyEffectSection runId={run().id} enterpriseId={result().enterpriseId} />
      </Show>
      <InputsSection told={props.told} />
      <LandSection told={props.told} open={props.open} />
      <Section id="seal" title={t("assess.section.seal")}>
        <dl class="facts">
          <For
            each={[
              [t("assess.run"), t("assess.run-number", { number: run().number })],
              [t("assess.compute.why"), run().why],
              [t("assess.computed-by"), run().authorName],
              [t("assess.sealed-at"), figures().instant(run().sealedAt)],
              [t("assess.hash.input"), run().inputSha256],
              [t("assess.hash.scheme"), run().schemeSha256],
              [t("assess.hash.result"), run().resultSha256],
            ]}
          >
            {([label, value]) => (
              <div>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            )}
          </For>
        </dl>
      </Section>
    </RecordPage>
  )
}

function RankSection(props: { told: FirmOfRun; open: Open }) {
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

const ORDER = Object.keys(QUANTITIES)
/** Figures as people ask for them: tax first. */
const inOrder = <F extends { indicator: string }>(figures: readonly F[]): F[] =>
  figures.toSorted((a, b) => ORDER.indexOf(a.indicator) - ORDER.indexOf(b.indicator))

function InputsSection(props: { told: FirmOfRun }) {
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

function LandSection(props: { told: FirmOfRun; open: Open }) {
  const { t } = useText()
  const year = () => props.told.run.fiscalYear
  return (
    <Section id="land" title={t("assess.section.land")} note={t("assess.section.land.note")}>
      <For each={props.told.firms}>
        {(firm) => (
          <>
            <Show when={props.told.firms.length > 1}>
              <PartHead>{firm.name}</PartHead>
            </Show>
            <LandTable ledger={listLedger(firm.land, year())} open={props.open} />
          </>
        )}
      </For>
    </Section>
  )
}
