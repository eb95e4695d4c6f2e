import { createQuery } from "@tanstack/solid-query"
import { For, Show } from "solid-js"
import { answer, api, type Session } from "../api.ts"
import { Link } from "../record/Link.tsx"
import { Section } from "../record/Section.tsx"
import type { Firm, Open } from "../record/shapes.ts"
import { useText } from "../text/language.tsx"

/** Who may read why a firm has its grade. */
const EXPLAINED: ReadonlySet<Session["audience"]> = new Set(["assessor", "leadGranted"])

/** Grades by year, the earliest first, each with the scheme that gave it and the way to its explanation. */
export function GradesSection(props: {
  firmId: number
  grades: Firm["grades"]
  audience: Session["audience"]
  open: Open
}) {
  const { t } = useText()
  const years = createQuery(() => ({
    queryKey: ["assessment", "years"],
    queryFn: () => answer(api.assessments.years.$get()),
    enabled: props.grades.length > 0 && EXPLAINED.has(props.audience),
    reconcile: false,
  }))
  const yearOf = (year: number) => years.data?.items.find(({ fiscalYear }) => fiscalYear === year)
  const runOf = (year: number) => yearOf(year)?.publishedRunId
  /** What a scheme is called, for who may read schemes; its number for everybody else. */
  const schemeOf = (year: number, schemeId: string) =>
    yearOf(year)?.strata.find((one) => one.schemeId === schemeId)?.label ?? schemeId
  return (
    <Show when={props.grades.length > 0}>
      <Section id="grades" title={t("firm.grades")}>
        <ol class="firm-grades">
          <For each={props.grades.toReversed()}>
            {(graded) => (
              <li>
                <span class="quiet">{graded.fiscalYear}</span>
                <b class={`grade grade-${graded.grade}`}>{graded.grade}</b>
                <span class="quiet">
                  {t("firm.scheme")} {schemeOf(graded.fiscalYear, graded.schemeId)}
                </span>
                <Show when={runOf(graded.fiscalYear)}>
                  {(runId) => (
                    <Link
                      to={`/assessment/${graded.fiscalYear}/runs/${runId()}/firms/${props.firmId}`}
                      open={props.open}
                    >
                      {t("firm.grade-why")}
                    </Link>
                  )}
                </Show>
              </li>
            )}
          </For>
        </ol>
      </Section>
    </Show>
  )
}
