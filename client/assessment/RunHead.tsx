import { createSignal, For, Show } from "solid-js"
import { answer, api, problemOf } from "../api.ts"
import { Link } from "../record/Link.tsx"
import { noticeText } from "../text/notices.ts"
import { useText } from "../text/language.tsx"
import { Badge } from "../ui/Badge.tsx"
import { Choice } from "../ui/Choice.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Icon } from "../ui/Icon.tsx"
import { IconButton } from "../ui/IconButton.tsx"
import { writePlace } from "./address.ts"
import { createRuns } from "./createAssessment.ts"
import { RunDownloads } from "./RunDownloads.tsx"
import { RunViews } from "./RunViews.tsx"
import type { Rights, Run, Verdict } from "./shapes.ts"
import { createSubmit } from "../ui/createSubmit.ts"

type Open = (path: string) => void

const SHORT = 12
/** For so long a button says that it is done. */
const SAID_MS = 2_000

/** Which run this is, why it was computed, by whom, and the seal that holds it. */
export function RunHead(props: { run: Run; rights: Rights; open: Open }) {
  const text = useText()
  const { t, figures } = text
  const runs = createRuns(() => props.run.fiscalYear)
  const others = () => runs.data?.items ?? [props.run]
  const base = () => others().find(({ id }) => id === props.run.baseRunId)
  const warnings = () => [
    ...new Set(
      props.run.strata.flatMap(({ warnings: all }) => all.map((one) => noticeText(one, text))),
    ),
  ]
  return (
    <section class="run-head" aria-label={t("assess.run")}>
      <div class="run-line">
        <Show
          when={others().length > 1}
          fallback={<h2>{t("assess.run-number", { number: props.run.number })}</h2>}
        >
          <h2 class="unseen">{t("assess.run-number", { number: props.run.number })}</h2>
          <Choice
            label={t("assess.run")}
            value={String(props.run.id)}
            options={others().map((run) => ({
              value: String(run.id),
              label: t("assess.run-option", { number: run.number, why: run.why }),
            }))}
            onChange={(id) =>
              props.open(
                writePlace({ screen: "run", year: props.run.fiscalYear, runId: Number(id) }),
              )
            }
          />
        </Show>
        <Badge tone={props.run.published ? "good" : "plain"}>
          {props.run.published ? t("assess.published") : t("assess.not-published")}
        </Badge>
        <Show when={others().length === 1}>
          <span>{props.run.why}</span>
        </Show>
        <span class="quiet">
          {props.run.authorName} · {figures().instant(props.run.sealedAt)}
          <Show when={base()}>
            {(run) => <> · {t("assess.based-on", { number: run().number })}</>}
          </Show>
        </span>
        <Show when={props.rights.figures && others().length > 1}>
          <Link
            to={writePlace({
              screen: "movers",
              year: props.run.fiscalYear,
              runId: props.run.id,
              against: props.run.baseRunId ?? others().find(({ id }) => id !== props.run.id)!.id,
            })}
            open={props.open}
          >
            {t("assess.to-movers")}
          </Link>
        </Show>
      </div>
      <Show when={props.rights.figures}>
        <RunViews
          year={props.run.fiscalYear}
          runId={props.run.id}
          current="run"
          open={props.open}
        />
      </Show>
      <div class="run-line">
        <For
          each={[
            { label: t("assess.hash.input"), hash: props.run.inputSha256 },
            { label: t("assess.hash.scheme"), hash: props.run.schemeSha256 },
            { label: t("assess.hash.result"), hash: props.run.resultSha256 },
          ]}
        >
          {(one) => <Hash label={one.label} hash={one.hash} />}
        </For>
        <Show when={props.rights.figures}>
          <Verify run={props.run} />
          <RunDownloads run={props.run} />
        </Show>
        <For each={warnings()}>
          {(warning) => (
            <span class="run-warning">
              <Icon name="info" size={14} /> {warning}
            </span>
          )}
        </For>
      </div>
    </section>
  )
}

function Hash(props: { label: string; hash: string }) {
  const { t } = useText()
  const [copied, setCopied] = createSignal(false)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(props.hash)
      setCopied(true)
      setTimeout(() => setCopied(false), SAID_MS)
    } catch {
      // Without https a browser has no clipboard.
      prompt(props.label, props.hash)
    }
  }
  return (
    <span class="hash">
      <span class="quiet">{props.label}</span>
      <code class="mono" title={props.hash}>
        {props.hash.slice(0, SHORT)}
      </code>
      <IconButton
        icon={copied() ? "check" : "copy"}
        label={copied() ? t("assess.copied") : t("assess.copy-hash", { name: props.label })}
        onClick={() => void copy()}
      />
    </span>
  )
}

/** Computes the run again from what it keeps, and says whether it gives its seal. */
function Verify(props: { run: Run }) {
  const { t } = useText()
  const [verdict, setVerdict] = createSignal<Verdict | null>(null)
  const {
    busy,
    failure,
    submit: verify,
  } = createSubmit(async () => {
    setVerdict(null)
    const id = String(props.run.id)
    setVerdict(await answer(api.assessments.runs[":id"].verification.$get({ param: { id } })))
  })
  const broken = ({ kept, recomputed }: Verdict) => [
    ...(kept.input ? [] : [t("assess.hash.input")]),
    ...(kept.scheme ? [] : [t("assess.hash.scheme")]),
    ...(kept.result ? [] : [t("assess.hash.result")]),
    ...(recomputed ? [] : [t("assess.hash.recomputed")]),
  ]
  return (
    <>
      <button type="button" class="button" disabled={busy()} onClick={() => void verify()}>
        <Icon name="lock" size={16} />
        {busy() ? t("assess.verifying") : t("assess.verify")}
      </button>
      <span role="status">
        <Show when={verdict()}>
          {(found) => (
            <Show
              when={broken(found()).length > 0}
              fallback={<Badge tone="good">{t("assess.verified")}</Badge>}
            >
              <Badge tone="danger">
                {t("assess.broken", { parts: broken(found()).join(t("comma")) })}
              </Badge>
            </Show>
          )}
        </Show>
      </span>
      <Show when={failure()}>{(failed) => <Failure told={problemOf(failed().error)} />}</Show>
    </>
  )
}
