import { batch, createMemo, createSignal, For, Match, Show, Switch } from "solid-js"
import { unwrap } from "solid-js/store"
import { preparePopulation } from "../../server/assessment/population.rules.ts"
import { scorePrepared } from "../../server/assessment/rules.ts"
import { listSchemeIssues } from "../../server/assessment/scheme-issue.rules.ts"
import { listGrades, type Scheme } from "../../server/assessment/scheme.rules.ts"
import { problemOf, type Session } from "../api.ts"
import { later } from "../later.tsx"
import type { Look } from "../map/palette.ts"
import { Link } from "../record/Link.tsx"
import { useText } from "../text/language.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Empty } from "../ui/Notice.tsx"
import { Segments } from "../ui/Segments.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import { writePlace } from "./address.ts"
import { createEffects, createTrial } from "./createAssessment.ts"
import { type DenseColumn, DenseTable } from "./DenseTable.tsx"
import { GradeBar } from "./GradeBar.tsx"
import type { Rights, Trial } from "./shapes.ts"
import { listShifts, type Placed, type Shift, sumMoney } from "./trial.ts"
import { RunViews } from "./RunViews.tsx"
import { useSchemes } from "./useSchemes.ts"
import { Levers } from "./TrialLevers.tsx"
import { KeepScenario, KeepVersion, Scenarios } from "./TrialScenarios.tsx"
import { YearFrame } from "./YearFrame.tsx"

type Open = (path: string) => void
const ROW = 44

/** Other weights, benchmarks, caps and cuts tried on the firms of a run: who moves, and what it comes to. */
export function TrialPage(props: {
  year: number
  runId: number
  rights: Rights
  session: Session
  look: Look
  open: Open
}) {
  const { t } = useText()
  const trial = createTrial(() => props.runId)
  return (
    <YearFrame year={props.year} current="run" rights={props.rights} open={props.open}>
      <Switch>
        <Match when={trial.isError && problemOf(trial.error)?.status === 404}>
          <Empty title={t("assess.no-such-run")} />
        </Match>
        <Match when={trial.isError}>
          <Failure told={problemOf(trial.error)} onRetry={() => void trial.refetch()} />
        </Match>
        <Match when={trial.isPending}>
          <Waiting>{t("assess.wait.trial")}</Waiting>
        </Match>
        <Match when={trial.data}>
          {(data) => (
            <Bench
              trial={unwrap(data())}
              rights={props.rights}
              session={props.session}
              look={props.look}
              open={props.open}
            />
          )}
        </Match>
      </Switch>
    </YearFrame>
  )
}

const plain = ({ version: _version, ...scheme }: Trial["schemes"][number]): Scheme =>
  scheme as Scheme
const toPlaced = (results: readonly Placed[]): Placed[] =>
  results.map(({ creditCode, grade, rank }) => ({ creditCode, grade, rank }))

const gradesOf = (results: readonly Placed[]) =>
  new Map(results.map(({ creditCode, grade }) => [creditCode, grade]))

/** Keeps what was worked out for each of a few things that stay what they are; of the others nothing is asked twice. */
function keepBy<Key, Value>(workOut: (key: Key) => Value): (key: Key) => Value {
  const kept = new Map<Key, Value>()
  return (key) => {
    const known = kept.get(key)
    if (known !== undefined) return known
    const value = workOut(key)
    kept.set(key, value)
    return value
  }
}

/** The map is by far the largest part of the screen, and the list does not wait for it. */
const LandMap = later(() => import("./TrialMap.tsx").then((loaded) => loaded.TrialMap), "part")

function Bench(props: { trial: Trial; rights: Rights; session: Session; look: Look; open: Open }) {
  const { t, figures } = useText()
  const schemes = useSchemes()
  const year = () => props.trial.run.fiscalYear
  const [schemeId, setSchemeId] = createSignal(props.trial.schemes[0]!.id)
  const [drafts, setDrafts] = createSignal<Readonly<Record<string, Scheme>>>({})
  const originals = createMemo(
    () => new Map(props.trial.schemes.map((one) => [one.id, plain(one)] as const)),
  )
  const original = () => originals().get(schemeId())!
  const draft = () => drafts()[schemeId()] ?? original()
  const change = (scheme: Scheme) => setDrafts((all) => ({ ...all, [schemeId()]: scheme }))
  const isChanged = () => JSON.stringify(draft()) !== JSON.stringify(original())

  const firms = createMemo(() => props.trial.items.filter((item) => item.schemeId === schemeId()))
  const nameOf = createMemo(() => new Map(firms().map((item) => [item.creditCode, item] as const)))
  // What firms bring does not change while schemes are tried: it is made ready once.
  const populationOf = keepBy((id: string) =>
    preparePopulation(
      props.trial.items.flatMap(({ schemeId: of, enterprise }) =>
        of === id ? [enterprise as never] : [],
      ),
    ),
  )
  const population = () => populationOf(schemeId())
  const scoredBy = keepBy((scheme: Scheme) =>
    scorePrepared(populationOf(scheme.id), scheme, year()),
  )
  const before = createMemo(() => scoredBy(original()))
  const issues = createMemo(() => listSchemeIssues(draft()))
  const after = createMemo<ReturnType<typeof scorePrepared>>((last) =>
    issues().length === 0 ? scorePrepared(population(), draft(), year()) : (last ?? before()),
  )
  const shifts = createMemo(() =>
    listShifts(
      toPlaced(before().results),
      toPlaced(after().results),
      listGrades(draft().gradeRule),
    ),
  )
  const up = () => shifts().filter(({ classes }) => classes > 0).length
  // Land is used by firms of every stratum: the others stand as they were tried, or as they were.
  const gradesBefore = createMemo(() =>
    gradesOf([...originals().values()].flatMap((scheme) => scoredBy(scheme).results)),
  )
  const gradesAfter = createMemo(() =>
    gradesOf(
      [...originals()].flatMap(([id, scheme]) =>
        id === schemeId() ? after().results : scoredBy(drafts()[id] ?? scheme).results,
      ),
    ),
  )
  const everyName = createMemo(
    () => new Map(props.trial.items.map((item) => [item.creditCode, item] as const)),
  )
  const openFirm = (creditCode: string) => {
    const enterpriseId = everyName().get(creditCode)?.enterpriseId
    if (enterpriseId)
      props.open(
        writePlace({ screen: "firm", year: year(), runId: props.trial.run.id, enterpriseId }),
      )
  }

  return (
    <>
      <RunViews year={year()} runId={props.trial.run.id} current="trial" open={props.open} />
      <div class="trial-head">
        <h2>
          <Link
            to={writePlace({ screen: "run", year: year(), runId: props.trial.run.id })}
            open={props.open}
          >
            {t("assess.run-number", { number: props.trial.run.number })}
          </Link>{" "}
          {t("assess.trial")}
        </h2>
        <Show when={props.trial.schemes.length > 1}>
          <Segments
            label={t("assess.trial.stratum")}
            value={schemeId()}
            options={props.trial.schemes.map(({ id }) => ({
              value: id,
              label: schemes.shortOf(id),
            }))}
            onChange={setSchemeId}
          />
        </Show>
        <span class="trial-acts">
          <button
            type="button"
            class="button"
            disabled={!isChanged()}
            onClick={() => change(original())}
          >
            {t("assess.trial.reset")}
          </button>
          <Show when={props.rights.writes}>
            <KeepScenario
              runId={props.trial.run.id}
              schemes={props.trial.schemes.map((one) => drafts()[one.id] ?? plain(one))}
              disabled={!isChanged() || issues().length > 0}
            />
            <KeepVersion
              scheme={draft()}
              version={props.trial.schemes.find(({ id }) => id === schemeId())!.version}
              label={schemes.labelOf(schemeId())}
              disabled={!isChanged() || issues().length > 0}
            />
          </Show>
        </span>
      </div>
      <p class="note">{t("assess.trial.note")}</p>
      <div class="trial">
        <Levers scheme={draft()} original={original()} onChange={change} />
        <section class="trial-outcome" aria-label={t("assess.trial.outcome")}>
          <Show when={issues().length > 0}>
            <p class="trial-issues" role="alert">
              {issues()
                .map(({ message }) => message)
                .join(t("comma"))}
            </p>
          </Show>
          <div class="trial-summary">
            <dl class="trial-bars">
              <dt>{t("assess.trial.before")}</dt>
              <dd>
                <GradeBar counts={before().counts} />
              </dd>
              <dt>{t("assess.trial.after")}</dt>
              <dd>
                <GradeBar counts={after().counts} />
              </dd>
            </dl>
            <div class="trial-told">
              <p class="trial-sum" role="status">
                {t("assess.trial.moved", {
                  count: figures().count(shifts().length),
                  up: figures().count(up()),
                  down: figures().count(shifts().length - up()),
                })}
              </p>
              <Money
                trial={props.trial}
                firms={firms()}
                before={before().results}
                after={after().results}
              />
            </div>
          </div>
          <div class="trial-both">
            <LandMap
              session={props.session}
              look={props.look}
              runId={props.trial.run.id}
              fiscalYear={year()}
              before={gradesBefore()}
              after={gradesAfter()}
              nameOf={(code: string) => String(everyName().get(code)?.enterprise.name ?? code)}
              onOpen={openFirm}
            />
            <Shifts shifts={shifts()} nameOf={nameOf()} trial={props.trial} open={props.open} />
          </div>
        </section>
      </div>
      <Scenarios
        runId={props.trial.run.id}
        rights={props.rights}
        base={props.trial.run.counts}
        onOpen={(kept) =>
          batch(() => setDrafts(Object.fromEntries(kept.map((one) => [one.id, one]))))
        }
      />
    </>
  )
}

/** Charges and reliefs under the policies in force; nothing where none is. */
function Money(props: {
  trial: Trial
  firms: Trial["items"]
  before: readonly Placed[]
  after: readonly Placed[]
}) {
  const { t, figures } = useText()
  const effects = createEffects(() => props.trial.run.id)
  /** What the trial does not change. */
  const kept = createMemo(() => {
    const data = effects.data
    if (!data || data.policies.length === 0) return null
    const codeOf = new Map(props.firms.map((item) => [item.enterpriseId, item.creditCode]))
    const years = new Map(
      data.items.flatMap((item) => {
        const code = codeOf.get(item.enterpriseId)
        return code ? [[code, item.years] as const] : []
      }),
    )
    const facts = props.firms.map(({ creditCode, enterprise }) => ({
      creditCode,
      powerWanKwh: toText(enterprise.powerWanKwh),
      ownedMu: toText(enterprise.ownedMu),
    }))
    const rules = unwrap(data).policies.map(({ definition }) => definition)
    return { facts, rules, grades: gradesOf(props.before), years }
  })
  const sums = createMemo(() => {
    const known = kept()
    if (!known) return null
    const sum = (grades: ReadonlyMap<string, string | null>) =>
      sumMoney(known.rules, known.facts, grades, known)
    return { before: sum(known.grades), after: sum(gradesOf(props.after)) }
  })
  return (
    <Show when={sums()} fallback={<p class="note">{t("assess.trial.no-policy")}</p>}>
      {(found) => (
        <>
          <dl class="trial-money">
            <For each={["chargeWanYuan", "reliefWanYuan"] as const}>
              {(kind) => (
                <div>
                  <dt>{t(`assess.trial.${kind}`)}</dt>
                  <dd>
                    {figures().fixed(found().before[kind], 2)} →{" "}
                    <b>{figures().fixed(found().after[kind], 2)}</b>{" "}
                    <span class="quiet">{t("assess.trial.unit")}</span>
                  </dd>
                </div>
              )}
            </For>
          </dl>
          <p class="note">{t("assess.trial.estimate", { count: found().after.unknown })}</p>
        </>
      )}
    </Show>
  )
}
const toText = (value: unknown): string | null =>
  value === null || value === undefined ? null : String(value)

function Shifts(props: {
  shifts: readonly Shift[]
  nameOf: ReadonlyMap<string, Trial["items"][number]>
  trial: Trial
  open: Open
}) {
  const { t } = useText()
  const nameOf = (creditCode: string) =>
    String(props.nameOf.get(creditCode)?.enterprise.name ?? creditCode)
  const columns = (): DenseColumn<Shift>[] => [
    {
      id: "name",
      head: t("assess.firm"),
      width: 220,
      grow: true,
      key: ({ creditCode }) => nameOf(creditCode),
      cell: ({ creditCode }) => (
        <Show when={props.nameOf.get(creditCode)?.enterpriseId} fallback={nameOf(creditCode)}>
          {(id) => (
            <Link
              class="firm-name"
              to={writePlace({
                screen: "firm",
                year: props.trial.run.fiscalYear,
                runId: props.trial.run.id,
                enterpriseId: id(),
              })}
              open={props.open}
            >
              {nameOf(creditCode)}
            </Link>
          )}
        </Show>
      ),
    },
    {
      id: "grade",
      head: t("assess.grade"),
      width: 130,
      first: "down",
      key: ({ classes }) => classes,
      cell: ({ before, after }) => (
        <span class="trial-shift">
          <b class={`grade grade-${before.grade}`}>{before.grade ?? "—"}</b>
          <span aria-hidden="true">→</span>
          <b class={`grade grade-${after.grade}`}>{after.grade ?? "—"}</b>
        </span>
      ),
    },
    {
      id: "rank",
      head: t("assess.rank"),
      width: 130,
      number: true,
      key: ({ after }) => after.rank,
      cell: ({ before, after }) => `${before.rank ?? "—"} → ${after.rank ?? "—"}`,
    },
  ]
  return (
    <DenseTable
      label={t("assess.trial.shifts")}
      rows={props.shifts}
      columns={columns()}
      rowHeight={ROW}
      none={<Empty title={t("assess.trial.nobody")} />}
    />
  )
}
