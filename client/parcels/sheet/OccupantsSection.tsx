import { createMemo, For, Show } from "solid-js"
import { Link } from "../../record/Link.tsx"
import { Section } from "../../record/Section.tsx"
import type { Open } from "../../record/shapes.ts"
import { useText } from "../../text/language.tsx"
import { Badge } from "../../ui/Badge.tsx"
import { Bar } from "../../ui/Bar.tsx"
import type { Sheet } from "../shapes.ts"

type Occupant = Sheet["occupants"][number]

/** Who uses the land, by which right, since when, and how much of it. */
export function OccupantsSection(props: { occupants: readonly Occupant[]; open: Open }) {
  const { t } = useText()
  const current = createMemo(() => props.occupants.filter(({ isCurrent }) => isCurrent))
  const former = createMemo(() => props.occupants.filter(({ isCurrent }) => !isCurrent))
  return (
    <Section id="use" title={t("use.title")} note={t("use.count", { count: current().length })}>
      <Show when={current().length > 0} fallback={<p class="note">{t("use.none")}</p>}>
        <ul class="occupants">
          <For each={current()}>{(one) => <OccupantRow one={one} open={props.open} />}</For>
        </ul>
      </Show>
      <Show when={former().length > 0}>
        <details class="more">
          <summary>{t("use.former", { count: former().length })}</summary>
          <ul class="occupants">
            <For each={former()}>{(one) => <OccupantRow one={one} open={props.open} />}</For>
          </ul>
        </details>
      </Show>
    </Section>
  )
}

function OccupantRow(props: { one: Occupant; open: Open }) {
  const { t, name, figures } = useText()
  const period = () =>
    t("use.period", { from: props.one.from ?? "—", to: props.one.to ?? t("use.now") })
  return (
    <li class="occupant">
      <div class="occupant-head">
        <strong>
          <Show when={props.one.enterpriseId} fallback={props.one.name}>
            {(id) => (
              <Link to={`/enterprises/${id()}`} open={props.open}>
                {props.one.name}
              </Link>
            )}
          </Show>
        </strong>
        <Show when={props.one.aboveScale != null}>
          <Badge>{props.one.aboveScale ? t("use.above-scale") : t("use.below-scale")}</Badge>
        </Show>
      </div>
      <Show when={props.one.creditCode}>{(code) => <div class="quiet mono">{code()}</div>}</Show>
      <div class="quiet">
        {name("use-kind", props.one.kind ?? "")} · {period()}
        <Show when={props.one.lessor}>
          {(lessor) => <> · {t("use.from", { name: lessor().name ?? "—" })}</>}
        </Show>
      </div>
      <Show when={props.one.landAreaM2 != null}>
        <div class="occupant-share">
          <Bar share={props.one.landShare ?? 0} label={t("use.share")} />
          <span class="number">
            {figures().percent(props.one.landShare, 1)} · {figures().muOf(props.one.landAreaM2)}{" "}
            {t("unit.mu")}
          </span>
        </div>
      </Show>
      <Show when={props.one.floorAreaM2 != null}>
        <div class="quiet">
          {t("use.floor", {
            floor: figures().m2(props.one.floorAreaM2),
            far: figures().plain(props.one.far, 2),
          })}
        </div>
      </Show>
      <Show when={props.one.grades.length > 0}>
        <div class="occupant-grades">
          <For each={props.one.grades}>
            {(graded) => (
              <span class="graded">
                {graded.fiscalYear} <b class={`grade grade-${graded.grade}`}>{graded.grade}</b>
              </span>
            )}
          </For>
        </div>
      </Show>
    </li>
  )
}
