import { type JSX, Match, Switch } from "solid-js"
import { problemOf } from "../api.ts"
import { useText } from "../text/language.tsx"
import { Badge } from "../ui/Badge.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Empty } from "../ui/Notice.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import { createRun } from "./createAssessment.ts"
import { type RunView, RunViews } from "./RunViews.tsx"
import type { Rights, Run } from "./shapes.ts"
import { YearFrame } from "./YearFrame.tsx"

/** What a screen of one run stands in: its year, which run it is, and the other screens of it. */
export function RunFrame(props: {
  year: number
  runId: number
  current: RunView
  rights: Rights
  open: (path: string) => void
  children: (run: () => Run) => JSX.Element
}) {
  const { t, figures } = useText()
  const run = createRun(() => props.runId)
  return (
    <YearFrame year={props.year} current="run" rights={props.rights} open={props.open}>
      <Switch>
        <Match when={run.isError && problemOf(run.error)?.status === 404}>
          <Empty title={t("assess.no-such-run")} />
        </Match>
        <Match when={run.isError}>
          <Failure told={problemOf(run.error)} onRetry={() => void run.refetch()} />
        </Match>
        <Match when={run.isPending}>
          <Waiting>{t("assess.wait.run")}</Waiting>
        </Match>
        <Match when={run.data}>
          {(known) => (
            <>
              <div class="run-line">
                <h2>{t("assess.run-number", { number: known().number })}</h2>
                <Badge tone={known().published ? "good" : "plain"}>
                  {known().published ? t("assess.published") : t("assess.not-published")}
                </Badge>
                <span class="quiet">
                  {known().authorName} · {figures().instant(known().sealedAt)}
                </span>
                <RunViews
                  year={props.year}
                  runId={props.runId}
                  current={props.current}
                  open={props.open}
                />
              </div>
              {props.children(known)}
            </>
          )}
        </Match>
      </Switch>
    </YearFrame>
  )
}
