import { For, Match, Show, Switch } from "solid-js"
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
import { POINT_PLACES } from "./indicatorText.ts"
import { LandTable } from "./LandTable.tsx"
import { listLedger } from "./ledger.ts"
import { LiftSection } from "./LiftSection.tsx"
import { StatementDownload } from "./RunDownloads.tsx"
import { PointsTable } from "./PointsTable.tsx"
import { PolicyEffectSection } from "./PolicyEffectSection.tsx"
import type { FirmOfRun, Rights } from "./shapes.ts"
import { standingOf } from "./standing.ts"
import { InputsSection } from "./InputsSection.tsx"
import { RankSection } from "./RankSection.tsx"

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
