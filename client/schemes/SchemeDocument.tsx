import { For, type JSX, Show } from "solid-js"
import {
  type BenchmarkRule,
  listGrades,
  type Scheme,
} from "../../server/assessment/scheme.rules.ts"
import { type IndicatorId, INDICATORS } from "../../server/assessment/indicator.rules.ts"
import { Exact } from "../../geodata/units.ts"
import { NONE } from "../text/figures.ts"
import { useText } from "../text/language.tsx"
import { toShown } from "./places.ts"
import { useSchemeText } from "./useSchemeText.ts"

/** Places of a benchmark or a cut: more than any published one has. */
const MOST_PLACES = 12

/** A scheme as people read it: its indicators, its rules and its grades as tables. */
export function SchemeDocument(props: { scheme: Scheme }) {
  const { t } = useText()
  return (
    <>
      <Part title={t("scheme.part.indicators")}>
        <Indicators scheme={props.scheme} />
      </Part>
      <div class="scheme-columns">
        <Part title={t("scheme.part.scope")}>
          <Scope scheme={props.scheme} />
        </Part>
        <Part title={t("scheme.part.scoring")}>
          <Scoring scheme={props.scheme} />
        </Part>
        <Part title={t("scheme.part.grades")}>
          <Grades scheme={props.scheme} />
        </Part>
        <Part title={t("scheme.part.adjustments")}>
          <Adjustments scheme={props.scheme} />
        </Part>
        <Part title={t("scheme.part.bonus")}>
          <Bonus scheme={props.scheme} />
        </Part>
        <Part title={t("scheme.part.penalty")}>
          <Penalties scheme={props.scheme} />
        </Part>
      </div>
    </>
  )
}

const Part = (props: { title: string; children: JSX.Element }) => (
  <section class="scheme-block">
    <h2>{props.title}</h2>
    <div class="scheme-panel">{props.children}</div>
  </section>
)

const Fact = (props: { label: string; children: JSX.Element }) => (
  <div>
    <dt>{props.label}</dt>
    <dd>{props.children}</dd>
  </div>
)

function Indicators(props: { scheme: Scheme }) {
  const { t, name, figures } = useText()
  const text = useSchemeText()
  const plain = (value: number) => figures().plain(value, MOST_PLACES)
  const shown = (id: IndicatorId, value: number) => figures().plain(toShown(id, value), MOST_PLACES)
  const benchmark = (id: IndicatorId, rule: BenchmarkRule | null | undefined): JSX.Element => {
    if (!rule) return <span class="none">{NONE}</span>
    switch (rule.kind) {
      case "fixed":
        return shown(id, rule.value)
      case "meanTimes":
        return typeof rule.value === "number"
          ? t("scheme.mean-times-of", { k: plain(rule.k), value: shown(id, rule.value) })
          : t("scheme.mean-times", { k: plain(rule.k) })
      case "byIndustry":
        return (
          <ul>
            <For each={Object.entries(rule.values)}>
              {([code, value]) => (
                <li>
                  {t("scheme.industry-of", { code })} {shown(id, value)}
                </li>
              )}
            </For>
          </ul>
        )
      default:
        return name("scheme-benchmark", rule.kind)
    }
  }
  const special = (rule: Scheme["indicators"][number]) => [
    ...(rule.method ? [name("scheme-method", rule.method)] : []),
    ...(typeof rule.capMultiple === "number"
      ? [t("scheme.own-cap", { value: plain(rule.capMultiple) })]
      : rule.capMultiple === null
        ? [t("scheme.own-cap.none")]
        : []),
    ...(typeof rule.floor === "number"
      ? [t("scheme.own-floor", { value: plain(rule.floor) })]
      : rule.floor === null
        ? [t("scheme.own-floor.none")]
        : []),
  ]
  return (
    <table class="table scheme-table">
      <caption class="unseen">{t("scheme.part.indicators")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("scheme.indicator")}</th>
          <th scope="col" class="number">
            {t("scheme.weight")}
          </th>
          <th scope="col" class="number">
            {t("scheme.benchmark")}
          </th>
          <th scope="col">{t("scheme.unit")}</th>
          <th scope="col">{t("scheme.direction")}</th>
          <th scope="col">{t("scheme.missing")}</th>
          <th scope="col">{t("scheme.special")}</th>
        </tr>
      </thead>
      <tbody>
        <For each={props.scheme.indicators}>
          {(rule) => (
            <tr>
              <th scope="row">{text.indicator(rule.id)}</th>
              <td class="number">{plain(rule.weight)}</td>
              <td class="number">{benchmark(rule.id, rule.benchmark)}</td>
              <td>{text.unit(rule.id)}</td>
              <td>{name("scheme-direction", rule.direction ?? INDICATORS[rule.id].direction)}</td>
              <td>{name("scheme-missing", rule.missing ?? "zero")}</td>
              <td>{special(rule).join(t("semicolon")) || <span class="none">{NONE}</span>}</td>
            </tr>
          )}
        </For>
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{t("scheme.sum")}</th>
          <td class="number">
            {figures().plain(
              props.scheme.indicators
                .reduce((sum, { weight }) => sum.plus(weight), new Exact(0))
                .toFixed(),
              MOST_PLACES,
            )}
          </td>
          <td colSpan={5} />
        </tr>
      </tfoot>
    </table>
  )
}

function Scope(props: { scheme: Scheme }) {
  const { t, name, figures } = useText()
  const text = useSchemeText()
  const population = () => props.scheme.population ?? {}
  return (
    <dl class="facts">
      <Fact label={t("scheme.year")}>{props.scheme.fiscalYear}</Fact>
      <Fact label={t("scheme.region")}>{props.scheme.region ?? t("scheme.unsaid")}</Fact>
      <Fact label={t("scheme.stratum")}>{text.stratum(props.scheme.stratum)}</Fact>
      <Fact label={t("scheme.industries")}>
        {population().industryCodes ?? t("scheme.unlimited")}
      </Fact>
      <Fact label={t("scheme.min-land")}>
        <Show when={typeof population().minLandMu === "number"} fallback={t("scheme.unlimited")}>
          {t("unit.mu.of", { value: figures().plain(population().minLandMu, MOST_PLACES) })}
        </Show>
      </Fact>
      <Fact label={t("scheme.exempt")}>
        {population().exemptIndustryCodes ?? t("scheme.nobody")}
      </Fact>
      <Fact label={t("scheme.transition")}>
        <Show when={population().transitionYears} fallback={t("scheme.nobody")}>
          {(years) => t("scheme.transition-of", { years: years() })}
        </Show>
      </Fact>
      <Show when={population().exclude?.length}>
        <Fact label={t("scheme.exclude")}>
          {population()
            .exclude!.map((one) => name("rating-class", one))
            .join(t("comma"))}
        </Fact>
      </Show>
      <Show when={props.scheme.taxesIncluded?.length}>
        <Fact label={t("scheme.taxes")}>
          {props.scheme.taxesIncluded!.map(text.named).join(t("comma"))}
        </Fact>
      </Show>
      <Show when={props.scheme.energyConvention}>
        {(convention) => (
          <Fact label={t("scheme.energy")}>{text.value("energyConvention", convention())}</Fact>
        )}
      </Show>
    </dl>
  )
}

function Scoring(props: { scheme: Scheme }) {
  const { t, name, figures } = useText()
  const plain = (value: number | null | undefined) => figures().plain(value, MOST_PLACES)
  const isKnown = (value: number | null | undefined) => typeof value === "number"
  return (
    <dl class="facts">
      <Fact label={t("scheme.method")}>
        {name("scheme-method", props.scheme.method)}
        <span class="quiet block">{name("scheme-formula", props.scheme.method)}</span>
      </Fact>
      <Fact label={t("scheme.cap")}>
        <Show when={isKnown(props.scheme.capMultiple)} fallback={t("scheme.cap.none")}>
          {t("scheme.cap-of", { value: plain(props.scheme.capMultiple) })}
        </Show>
      </Fact>
      <Fact label={t("scheme.floor")}>
        <Show when={isKnown(props.scheme.floor)} fallback={t("scheme.floor.none")}>
          {t("scheme.points-of", { points: plain(props.scheme.floor) })}
        </Show>
      </Fact>
      <Show when={isKnown(props.scheme.base) || isKnown(props.scheme.span)}>
        <Fact label={t("scheme.base")}>{`${plain(props.scheme.base)}%`}</Fact>
        <Fact label={t("scheme.span")}>{`${plain(props.scheme.span)}%`}</Fact>
      </Show>
    </dl>
  )
}

function Grades(props: { scheme: Scheme }) {
  const { t, name, figures } = useText()
  const rule = () => props.scheme.gradeRule
  const byRank = () => rule().kind === "rankPercent"
  const cutOf = (grade: string) => rule().cuts.find(([one]) => one === grade)?.[1]
  const labelOf = (grade: string) => props.scheme.gradeLabels?.[grade]
  return (
    <>
      <table class="table scheme-table">
        <caption class="unseen">{t("scheme.part.grades")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("scheme.grade")}</th>
            <th scope="col">{t("scheme.grade-label")}</th>
            <th scope="col">{t(byRank() ? "scheme.cut.rank" : "scheme.cut.score")}</th>
          </tr>
        </thead>
        <tbody>
          <For each={listGrades(rule())}>
            {(grade) => (
              <tr>
                <th scope="row">
                  <b class={`grade grade-${grade}`}>{grade}</b>
                </th>
                <td>{labelOf(grade) ?? <span class="none">{NONE}</span>}</td>
                <td>
                  <Show when={cutOf(grade) !== undefined} fallback={t("scheme.cut.rest")}>
                    {t(byRank() ? "scheme.cut.to-percent" : "scheme.cut.from-points", {
                      value: figures().plain(cutOf(grade), MOST_PLACES),
                    })}
                  </Show>
                </td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
      <dl class="facts">
        <Fact label={t("scheme.tie")}>{name("scheme-tie", rule().tie ?? "ordinal")}</Fact>
        <Fact label={t("scheme.min-size")}>
          <Show when={props.scheme.minStratumSize} fallback={t("scheme.unlimited")}>
            {(size) => t("scheme.min-size-of", { count: size() })}
          </Show>
        </Fact>
      </dl>
    </>
  )
}

function Adjustments(props: { scheme: Scheme }) {
  const { t, name } = useText()
  const text = useSchemeText()
  return (
    <Show
      when={props.scheme.adjustments?.length}
      fallback={<p class="none">{t("scheme.adjustments.none")}</p>}
    >
      <p class="quiet">{t("scheme.adjustments.note")}</p>
      <ol class="scheme-ordered">
        <For each={props.scheme.adjustments}>
          {(rule) => (
            <li>
              {typeof rule === "string"
                ? text.event(rule)
                : t("scheme.adjustment-of", {
                    event: text.event(rule.event),
                    effect: name("scheme-effect", rule.effect),
                    grade: rule.grade,
                  })}
            </li>
          )}
        </For>
      </ol>
    </Show>
  )
}

function Bonus(props: { scheme: Scheme }) {
  const { t, name, figures } = useText()
  const text = useSchemeText()
  const points = (value: number) =>
    t("scheme.points-of", { points: figures().plain(value, MOST_PLACES) })
  return (
    <Show when={props.scheme.bonus} fallback={<p class="none">{t("scheme.bonus.none")}</p>}>
      {(bonus) => (
        <>
          <Show
            when={bonus().groups?.length}
            fallback={<p class="quiet">{t("scheme.bonus.open")}</p>}
          >
            <table class="table scheme-table">
              <caption class="unseen">{t("scheme.part.bonus")}</caption>
              <thead>
                <tr>
                  <th scope="col">{t("scheme.group")}</th>
                  <th scope="col">{t("scheme.group-rule")}</th>
                  <th scope="col">{t("scheme.items")}</th>
                </tr>
              </thead>
              <tbody>
                <For each={bonus().groups}>
                  {(group) => (
                    <tr>
                      <th scope="row">{text.named(group.id)}</th>
                      <td>{name("scheme-bonus-rule", group.rule ?? "max")}</td>
                      <td>
                        <Show
                          when={group.items?.length}
                          fallback={<span class="none">{t("scheme.items.open")}</span>}
                        >
                          <ul>
                            <For each={group.items}>
                              {(item) => (
                                <li>
                                  {item.id} {points(item.points)}
                                </li>
                              )}
                            </For>
                          </ul>
                        </Show>
                      </td>
                    </tr>
                  )}
                </For>
              </tbody>
            </table>
          </Show>
          <dl class="facts">
            <Fact label={t("scheme.max-total")}>
              {typeof bonus().maxTotal === "number"
                ? points(bonus().maxTotal!)
                : t("scheme.unlimited")}
            </Fact>
          </dl>
        </>
      )}
    </Show>
  )
}

function Penalties(props: { scheme: Scheme }) {
  const { t, figures } = useText()
  const text = useSchemeText()
  const plain = (value: number) => figures().plain(value, MOST_PLACES)
  const tenants = ({ first, each }: { first: number; each: number }) =>
    t("scheme.tenants-of", { first: plain(first), each: plain(each) })
  return (
    <Show
      when={props.scheme.penalty?.length}
      fallback={<p class="none">{t("scheme.penalty.none")}</p>}
    >
      <table class="table scheme-table">
        <caption class="unseen">{t("scheme.part.penalty")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("scheme.penalty-item")}</th>
            <th scope="col">{t("scheme.penalty-points")}</th>
          </tr>
        </thead>
        <tbody>
          <For each={props.scheme.penalty}>
            {(rule) => (
              <tr>
                <th scope="row">{text.named(rule.id)}</th>
                <td>
                  {"points" in rule ? (
                    t("scheme.points-of", { points: plain(rule.points) })
                  ) : (
                    <ul>
                      <li>
                        {t("stratum.above_scale")} {tenants(rule.aboveScale)}
                      </li>
                      <li>
                        {t("stratum.below_scale")} {tenants(rule.belowScale)}
                      </li>
                    </ul>
                  )}
                </td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </Show>
  )
}
