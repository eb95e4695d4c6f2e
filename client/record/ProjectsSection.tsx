import { For, type JSX, Show } from "solid-js"
import { daysBetween } from "../../geodata/days.ts"
import { useText } from "../text/language.tsx"
import { Badge } from "../ui/Badge.tsx"
import { Facts } from "./Facts.tsx"
import { PartHead, Section } from "./Section.tsx"
import type { OfParcel, Project } from "./shapes.ts"

/** A project's way from signing to design output. */
const MILESTONES = [
  "signed",
  "landAcquired",
  "started",
  "inStatistics",
  "completed",
  "producing",
  "aboveScale",
  "designOutput",
] as const

export function ProjectsSection(props: {
  projects: readonly (Project & OfParcel)[]
  placeOf?: (one: OfParcel) => JSX.Element
}) {
  const { t } = useText()
  return (
    <Show when={props.projects.length > 0}>
      <Section
        id="projects"
        title={t("project.title")}
        note={t("project.count", { count: props.projects.length })}
      >
        <For each={props.projects}>
          {(project) => <ProjectPart project={project} place={props.placeOf?.(project)} />}
        </For>
      </Section>
    </Show>
  )
}

function ProjectPart(props: { project: Project; place: JSX.Element }) {
  const { t, name, figures } = useText()
  const milestones = () =>
    MILESTONES.map((milestone) => ({
      milestone,
      ...props.project.milestones.find((one) => one.milestone === milestone),
    }))
  return (
    <section class="part">
      <PartHead>
        {props.project.name}
        <Show when={props.project.suspendedOn}>
          <Badge tone="warn">{t("project.suspended")}</Badge>
        </Show>
        <Show when={props.project.stoppedOn}>
          <Badge tone="warn">{t("project.stopped")}</Badge>
        </Show>
        {props.place}
      </PartHead>
      <ol class="milestones">
        <For each={milestones()}>
          {(one) => (
            <li class="milestone" data-reached={one.actualOn ? "" : undefined}>
              <span class="milestone-name">{name("milestone", one.milestone)}</span>
              <span class="milestone-day">
                {one.actualOn ?? t("project.planned", { day: one.plannedOn ?? "—" })}
                <Show when={one.actualOn && one.plannedOn}>
                  <Late planned={one.plannedOn!} actual={one.actualOn!} />
                </Show>
              </span>
            </li>
          )}
        </For>
      </ol>
      <Facts
        facts={[
          {
            label: t("project.invested"),
            value:
              props.project.investedWanYuan == null
                ? props.project.investedWanYuan
                : `${figures().plain(props.project.investedWanYuan, 4)} ${t("unit.wan")}`,
          },
          {
            label: t("project.developed"),
            value:
              props.project.devAreaM2 == null
                ? props.project.devAreaM2
                : t("areas.both", {
                    mu: figures().muOf(props.project.devAreaM2),
                    m2: figures().m2(props.project.devAreaM2),
                  }),
          },
          { label: t("project.suspended-on"), value: props.project.suspendedOn ?? undefined },
          { label: t("project.stopped-on"), value: props.project.stoppedOn ?? undefined },
        ]}
      />
    </section>
  )
}

/** Days by which a milestone came after its plan. */
function Late(props: { planned: string; actual: string }) {
  const { t } = useText()
  const days = () => daysBetween(props.planned, props.actual)
  return (
    <Show when={days() > 0}>
      <span class="short"> {t("project.late", { days: days() })}</span>
    </Show>
  )
}
