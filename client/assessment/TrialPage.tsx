import { createQuery } from "@tanstack/solid-query"
import { batch, createMemo, createSignal, For, Match, Show, Switch } from "solid-js"
import { preparePopulation } from "../../server/assessment/population.rules.ts"
import { scorePrepared } from "../../server/assessment/rules.ts"
import { listSchemeIssues } from "../../server/assessment/scheme-issue.rules.ts"
import { listGrades, type Scheme } from "../../server/assessment/scheme.rules.ts"
import { answer, api, done, problemOf } from "../api.ts"
import { Link } from "../record/Link.tsx"
import { useText } from "../text/language.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Icon } from "../ui/Icon.tsx"
import { IconButton } from "../ui/IconButton.tsx"
import { Modal } from "../ui/Modal.tsx"
import { Empty } from "../ui/Notice.tsx"
import { Segments } from "../ui/Segments.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import { writePlace } from "./address.ts"
import { createScenarios, createTrial, useRenew } from "./createAssessment.ts"
import { type DenseColumn, DenseTable } from "./DenseTable.tsx"
import { GradeBar } from "./GradeBar.tsx"
import { useIndicators } from "./indicatorText.ts"
import type { Rights, Trial } from "./shapes.ts"
import {
  listShifts,
  moveBenchmark,
  moveCut,
  moveWeight,
  type Placed,
  type Shift,
  sumMoney,
} from "./trial.ts"
import { useSchemes } from "./useSchemes.ts"
import { YearFrame } from "./YearFrame.tsx"

type Open = (path: string) => void
const ROW = 44

/** Other weights, benchmarks, caps and cuts tried on the firms of a run: who moves, and what it comes to. */
export function TrialPage(props: { year: number; runId: number; rights: Rights; open: Open }) {
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
          {(data) => <Bench trial={data()} rights={props.rights} open={props.open} />}
        </Match>
      </Switch>
    </YearFrame>
  )
}

const plain = ({ version: _version, ...scheme }: Trial["schemes"][number]): Scheme =>
  scheme as Scheme
const toPlaced = (results: readonly Placed[]): Placed[] =>
  results.map(({ creditCode, grade, rank }) => ({ creditCode, grade, rank }))

function Bench(props: { trial: Trial; rights: Rights; open: Open }) {
  const { t, figures } = useText()
  const schemes = useSchemes()
  const year = () => props.trial.run.fiscalYear
  const [schemeId, setSchemeId] = createSignal(props.trial.schemes[0]!.id)
  const [drafts, setDrafts] = createSignal<Readonly<Record<string, Scheme>>>({})
  const original = () => plain(props.trial.schemes.find(({ id }) => id === schemeId())!)
  const draft = () => drafts()[schemeId()] ?? original()
  const change = (scheme: Scheme) => setDrafts((all) => ({ ...all, [schemeId()]: scheme }))
  const isChanged = () => JSON.stringify(draft()) !== JSON.stringify(original())

  const firms = createMemo(() => props.trial.items.filter((item) => item.schemeId === schemeId()))
  const nameOf = createMemo(() => new Map(firms().map((item) => [item.creditCode, item] as const)))
  // What firms bring does not change while schemes are tried: it is made ready once.
  const population = createMemo(() =>
    preparePopulation(firms().map(({ enterprise }) => enterprise as never)),
  )
  const before = createMemo(() => scorePrepared(population(), original(), year()))
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

  return (
    <>
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
          <Shifts shifts={shifts()} nameOf={nameOf()} trial={props.trial} open={props.open} />
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

/** Everything that can be moved; each says what it was where it is another. */
function Levers(props: { scheme: Scheme; original: Scheme; onChange: (scheme: Scheme) => void }) {
  const { t } = useText()
  const { nameOf, unitOf } = useIndicators()
  const was = (id: string) => props.original.indicators.find((rule) => rule.id === id)
  const cuts = () =>
    props.scheme.gradeRule.kind === "rankPercent" ? props.scheme.gradeRule.cuts : []
  const cutWas = (place: number) => props.original.gradeRule.cuts[place]?.[1]
  return (
    <section class="trial-levers" aria-label={t("assess.trial.levers")}>
      <h3>{t("assess.trial.weights")}</h3>
      <For each={props.scheme.indicators.map(({ id }) => id)}>
        {(id) => {
          const rule = () => props.scheme.indicators.find((one) => one.id === id)!
          const benchmark = () => {
            const { benchmark: kind } = rule()
            return kind?.kind === "fixed" ? kind.value : null
          }
          const benchmarkWas = () => {
            const kind = was(id)?.benchmark
            return kind?.kind === "fixed" ? kind.value : null
          }
          return (
            <div class="lever">
              <Slide
                label={nameOf(id)}
                min={1}
                max={90}
                step={0.5}
                value={rule().weight}
                was={was(id)?.weight}
                onInput={(weight) => props.onChange(moveWeight(props.scheme, id, weight))}
              />
              <Show when={benchmark() !== null}>
                <label class="lever-benchmark">
                  <span class="quiet">{t("assess.benchmark")}</span>
                  <input
                    class="input"
                    type="number"
                    min="0"
                    step="any"
                    value={benchmark()!}
                    onChange={(event) =>
                      props.onChange(
                        moveBenchmark(props.scheme, id, Number(event.currentTarget.value)),
                      )
                    }
                  />
                  <span class="quiet">{unitOf(id)}</span>
                  <Show when={benchmark() !== benchmarkWas()}>
                    <span class="lever-was">
                      {t("assess.trial.was", { value: benchmarkWas() ?? "" })}
                    </span>
                  </Show>
                </label>
              </Show>
            </div>
          )
        }}
      </For>
      <Show when={props.scheme.method !== "rankOnly"}>
        <h3>{t("assess.trial.cap")}</h3>
        <Slide
          label={t("assess.trial.cap.multiple")}
          min={1}
          max={3.1}
          step={0.1}
          value={props.scheme.capMultiple ?? 3.1}
          shown={
            props.scheme.capMultiple === null || props.scheme.capMultiple === undefined
              ? t("assess.trial.no-cap")
              : undefined
          }
          was={props.original.capMultiple ?? 3.1}
          onInput={(multiple) =>
            props.onChange({ ...props.scheme, capMultiple: multiple > 3 ? null : multiple })
          }
        />
      </Show>
      <Show when={cuts().length > 0}>
        <h3>{t("assess.trial.cuts")}</h3>
        <For each={cuts().map(([grade]) => grade)}>
          {(grade, place) => (
            <Slide
              label={t("assess.trial.cut-of", { grade })}
              min={1}
              max={99}
              step={1}
              value={cuts()[place()]?.[1] ?? 0}
              was={cutWas(place())}
              unit="%"
              onInput={(percent) => props.onChange(moveCut(props.scheme, place(), percent))}
            />
          )}
        </For>
      </Show>
    </section>
  )
}

function Slide(props: {
  label: string
  min: number
  max: number
  step: number
  value: number
  was: number | undefined
  unit?: string
  shown?: string | undefined
  onInput: (value: number) => void
}) {
  const { t } = useText()
  return (
    <label class="slide">
      <span class="slide-label">{props.label}</span>
      <span class="slide-value">
        {props.shown ?? `${props.value}${props.unit ?? ""}`}
        <Show when={props.was !== undefined && props.was !== props.value}>
          <span class="lever-was">
            {t("assess.trial.was", { value: `${props.was}${props.unit ?? ""}` })}
          </span>
        </Show>
      </span>
      <input
        type="range"
        min={props.min}
        max={props.max}
        step={props.step}
        value={props.value}
        onInput={(event) => props.onInput(Number(event.currentTarget.value))}
      />
    </label>
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
  const effects = createQuery(() => ({
    queryKey: ["assessment", "effects", props.trial.run.id],
    queryFn: () =>
      answer(
        api.assessments.runs[":id"].effects.$get({ param: { id: String(props.trial.run.id) } }),
      ),
    reconcile: false,
  }))
  const gradesOf = (results: readonly Placed[]) =>
    new Map(results.map(({ creditCode, grade }) => [creditCode, grade]))
  const sums = createMemo(() => {
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
    const rules = data.policies.map(({ definition }) => definition)
    const kept = { grades: gradesOf(props.before), years }
    return {
      before: sumMoney(rules, facts, kept.grades, kept),
      after: sumMoney(rules, facts, gradesOf(props.after), kept),
    }
  })
  return (
    <Show when={sums()} fallback={<p class="note">{t("assess.trial.no-policy")}</p>}>
      {(found) => (
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
          <p class="note">{t("assess.trial.estimate", { count: found().after.unknown })}</p>
        </dl>
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

function KeepScenario(props: { runId: number; schemes: Scheme[]; disabled: boolean }) {
  const { t } = useText()
  const renew = useRenew()
  const keep = async (name: string) => {
    const id = String(props.runId)
    await answer(
      api.assessments.runs[":id"].scenarios.$post({
        param: { id },
        json: { name, schemes: props.schemes as never },
      }),
    )
    await renew()
  }
  return (
    <AskName
      icon="plus"
      label={t("assess.trial.keep")}
      title={t("assess.trial.keep.title")}
      field={t("assess.trial.name")}
      most={100}
      disabled={props.disabled}
      onName={keep}
    />
  )
}

function KeepVersion(props: { scheme: Scheme; version: number; label: string; disabled: boolean }) {
  const { t } = useText()
  const renew = useRenew()
  const keep = async (label: string) => {
    await answer(
      api.assessments.schemes.$post({
        json: {
          scheme: props.scheme as never,
          label,
          basis: null,
          published: [],
          assumed: [t("assess.trial.assumed")],
          basedOn: `${props.scheme.id}/${props.version}`,
        },
      }),
    )
    await renew()
  }
  return (
    <AskName
      icon="check"
      label={t("assess.trial.submit")}
      title={t("assess.trial.submit.title")}
      field={t("assess.trial.label")}
      help={t("assess.trial.submit.help")}
      value={props.label}
      most={200}
      disabled={props.disabled}
      onName={keep}
    />
  )
}

/** A button that asks for a name and does something with it. */
function AskName(props: {
  icon: "plus" | "check"
  label: string
  title: string
  field: string
  help?: string
  value?: string
  most: number
  disabled: boolean
  onName: (name: string) => Promise<void>
}) {
  const { t } = useText()
  const [asking, setAsking] = createSignal(false)
  const [busy, setBusy] = createSignal(false)
  const [failure, setFailure] = createSignal<{ error: unknown } | null>(null)
  const send = async (name: string) => {
    setBusy(true)
    setFailure(null)
    try {
      await props.onName(name)
      setAsking(false)
    } catch (error) {
      setFailure({ error })
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <button
        type="button"
        class="button"
        disabled={props.disabled}
        onClick={() => setAsking(true)}
      >
        <Icon name={props.icon} size={16} />
        {props.label}
      </button>
      <Modal
        open={asking()}
        title={props.title}
        closeLabel={t("close")}
        onClose={() => !busy() && setAsking(false)}
      >
        <form
          class="editor"
          onSubmit={(event) => {
            event.preventDefault()
            void send(String(new FormData(event.currentTarget).get("name")).trim())
          }}
        >
          <Show when={props.help}>
            <p class="note">{props.help}</p>
          </Show>
          <label class="field">
            <span>{props.field}</span>
            <input
              class="input"
              name="name"
              required
              maxlength={props.most}
              value={props.value ?? ""}
            />
          </label>
          <Show when={failure()}>{(failed) => <Failure told={problemOf(failed().error)} />}</Show>
          <div class="modal-foot">
            <button type="button" class="button" disabled={busy()} onClick={() => setAsking(false)}>
              {t("cancel")}
            </button>
            <button type="submit" class="button button-main" disabled={busy()}>
              {t("save")}
            </button>
          </div>
        </form>
      </Modal>
    </>
  )
}

/** What was kept, beside what the run gave: opened again, or removed by its author. */
function Scenarios(props: {
  runId: number
  rights: Rights
  base: Readonly<Record<string, number>>
  onOpen: (schemes: Scheme[]) => void
}) {
  const { t, figures } = useText()
  const renew = useRenew()
  const scenarios = createScenarios(() => props.runId)
  const remove = async (scenarioId: string) => {
    const id = String(props.runId)
    await done(
      api.assessments.runs[":id"].scenarios[":scenarioId"].$delete({ param: { id, scenarioId } }),
    )
    await renew()
  }
  return (
    <Show when={(scenarios.data?.items.length ?? 0) > 0}>
      <section class="scenarios" aria-label={t("assess.trial.scenarios")}>
        <h3>{t("assess.trial.scenarios")}</h3>
        <ul>
          <li class="scenario">
            <b>{t("assess.trial.before")}</b>
            <span />
            <GradeBar counts={props.base} />
            <span />
          </li>
          <For each={scenarios.data?.items}>
            {(one) => (
              <li class="scenario">
                <button
                  type="button"
                  class="link"
                  onClick={() => props.onOpen(one.schemes as Scheme[])}
                >
                  {one.name}
                </button>
                <span class="quiet">
                  {one.authorName} · {figures().instant(one.recordedAt)}
                </span>
                <GradeBar counts={one.counts} />
                <Show when={one.own && props.rights.writes} fallback={<span />}>
                  <IconButton
                    icon="close"
                    label={t("assess.trial.remove", { name: one.name })}
                    onClick={() => void remove(one.id)}
                  />
                </Show>
              </li>
            )}
          </For>
        </ul>
      </section>
    </Show>
  )
}
