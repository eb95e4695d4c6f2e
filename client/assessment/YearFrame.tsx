import { For, type JSX, Show } from "solid-js"
import { Link } from "../record/Link.tsx"
import { useText } from "../text/language.tsx"
import { Choice } from "../ui/Choice.tsx"
import { Icon } from "../ui/Icon.tsx"
import { writePlace, YEAR_TABS, type YearTab } from "./address.ts"
import { createYears } from "./createAssessment.ts"
import type { Rights } from "./shapes.ts"

/** What every screen of a year stands in: the way back, the year, and its parts. */
export function YearFrame(props: {
  year: number
  current: YearTab | "run"
  rights: Rights
  open: (path: string) => void
  actions?: JSX.Element
  children: JSX.Element
}) {
  const { t } = useText()
  const years = createYears()
  const all = () => years.data?.items ?? []
  const year = () => all().find(({ fiscalYear }) => fiscalYear === props.year)
  const parts = () => [
    ...(props.rights.figures
      ? YEAR_TABS.map((tab) => ({
          id: tab as YearTab | "run",
          label: t(`assess.tab.${tab}`),
          to: writePlace({ screen: tab, year: props.year }),
        }))
      : []),
    ...(year()?.lastRun
      ? [
          {
            id: "run" as const,
            label: t("assess.tab.run"),
            to: writePlace({ screen: "run", year: props.year, runId: year()!.lastRun!.id }),
          },
        ]
      : []),
    {
      id: "publicity" as const,
      label: t("assess.tab.publicity"),
      to: `/assessment/${props.year}/publicity`,
    },
  ]
  const options = () =>
    [...new Set([props.year, ...all().map(({ fiscalYear }) => fiscalYear)])]
      .sort((a, b) => b - a)
      .map((one) => ({ value: String(one), label: t("year.of", { year: one }) }))
  const go = (wanted: string) =>
    props.open(
      props.current === "run"
        ? writePlace({ screen: "year", year: Number(wanted) })
        : writePlace({ screen: props.current, year: Number(wanted) }),
    )
  return (
    <main class="page">
      <div class="page-main assess assess-fill">
        <header class="year-head">
          <Link class="record-back" to={writePlace({ screen: "board" })} open={props.open}>
            <Icon name="left" size={16} />
            {t("assess.back-board")}
          </Link>
          <div class="year-title">
            <h1>{t("assess.of-year", { year: props.year })}</h1>
            <Choice
              label={t("year.label")}
              value={String(props.year)}
              options={options()}
              onChange={go}
            />
            <Show when={props.actions}>
              <div class="page-actions">{props.actions}</div>
            </Show>
          </div>
          <nav class="tabs" aria-label={t("assess.parts")}>
            <For each={parts()}>
              {(part) => (
                <a
                  class="tab"
                  href={part.to}
                  aria-current={part.id === props.current ? "page" : undefined}
                  onClick={(event) => {
                    if (event.metaKey || event.ctrlKey || event.shiftKey) return
                    event.preventDefault()
                    props.open(part.to)
                  }}
                >
                  {part.label}
                </a>
              )}
            </For>
          </nav>
        </header>
        {props.children}
      </div>
    </main>
  )
}
