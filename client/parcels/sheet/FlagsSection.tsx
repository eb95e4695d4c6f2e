import { For, Show } from "solid-js"
import { useText } from "../../text/language.tsx"
import { Badge } from "../../ui/Badge.tsx"
import { Fold } from "../../ui/Fold.tsx"
import { Icon } from "../../ui/Icon.tsx"
import type { Sheet } from "../shapes.ts"
import { Facts } from "./Facts.tsx"
import { useFactName, useFactValue } from "./factText.ts"

type Suspicion = NonNullable<Sheet["suspected"]>[number]
type Determination = Sheet["determined"][number]

/** What was determined by document and what is only suspected: never under one heading. */
export function FlagsSection(props: {
  suspected: readonly Suspicion[] | undefined
  determined: readonly Determination[]
}) {
  const { t } = useText()
  const count = () => (props.suspected?.length ?? 0) + props.determined.length
  return (
    <Show when={count() > 0}>
      <Fold title={t("flags.title")}>
        <For each={props.determined}>{(one) => <Determined one={one} />}</For>
        <For each={props.suspected ?? []}>{(one) => <Suspected one={one} />}</For>
        <Show when={(props.suspected?.length ?? 0) > 0}>
          <p class="note">{t("flags.only-suspected")}</p>
        </Show>
      </Fold>
    </Show>
  )
}

function Determined(props: { one: Determination }) {
  const { t, name } = useText()
  return (
    <section class="flag flag-determined">
      <h4>
        <Badge tone={props.one.endedOn ? "plain" : "danger"}>
          {props.one.endedOn ? t("flags.ended") : t("flags.determined")}
        </Badge>
        {name("determined", props.one.state ?? "")}
      </h4>
      <Facts
        facts={[
          { label: t("flags.document"), value: props.one.documentNo },
          { label: t("flags.body"), value: props.one.body },
          { label: t("flags.decided"), value: props.one.decidedOn },
          { label: t("flags.public-from"), value: props.one.publicFrom ?? undefined },
          { label: t("flags.public-to"), value: props.one.publicTo ?? undefined },
          { label: t("flags.ended-on"), value: props.one.endedOn ?? undefined },
        ]}
      />
    </section>
  )
}

/** An article as people cite it: `53-14(1)` is Order 53, article 14, first part. */
const ARTICLE = /^53-(\d+)(?:\((\d+)\))?$/

function Suspected(props: { one: Suspicion }) {
  const { t, name, figures } = useText()
  const factName = useFactName()
  const factValue = useFactValue()
  const clause = () => {
    const [, article, part] = ARTICLE.exec(props.one.clause ?? "") ?? []
    if (!article) return undefined
    return part ? t("flags.article-part", { article, part }) : t("flags.article", { article })
  }
  return (
    <section class="flag">
      <h4>
        <Badge tone="warn">{t("flags.suspected")}</Badge>
        {name("rule", props.one.rule ?? "")}
      </h4>
      <Facts
        facts={[
          { label: t("flags.rule-set"), value: name("rule-set", props.one.ruleSet ?? "") },
          { label: t("flags.clause"), value: clause() },
          { label: t("flags.since"), value: props.one.since },
          { label: t("flags.next-change"), value: props.one.nextChangeOn ?? undefined },
          {
            label: t("flags.route"),
            value: props.one.route ? name("route", props.one.route) : undefined,
          },
          {
            label: t("flags.fee"),
            value:
              props.one.feeWanYuan == null
                ? undefined
                : `${figures().plain(props.one.feeWanYuan, 4)} ${t("unit.wan")}`,
          },
          { label: t("flags.evaluated"), value: props.one.evaluatedOn },
        ]}
      />
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{t("flags.fact")}</th>
            <th scope="col">{t("flags.value")}</th>
            <th scope="col">{t("flags.threshold")}</th>
          </tr>
        </thead>
        <tbody>
          <For each={props.one.reasons}>
            {(reason) => (
              <tr>
                <th scope="row">{factName(reason.fact)}</th>
                <Show
                  when={"withheld" in reason ? null : reason}
                  fallback={
                    <td colspan="2" class="none">
                      <Icon name="lock" size={14} /> {t("flags.withheld")}
                    </td>
                  }
                >
                  {(told) => (
                    <>
                      <td>{factValue(reason.fact, told().value)}</td>
                      <td>{factValue(reason.fact, told().threshold)}</td>
                    </>
                  )}
                </Show>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </section>
  )
}
