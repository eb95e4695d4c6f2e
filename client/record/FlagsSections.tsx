import { For, type JSX, Show } from "solid-js"
import { useText } from "../text/language.tsx"
import { Badge } from "../ui/Badge.tsx"
import { Icon } from "../ui/Icon.tsx"
import { Facts } from "./Facts.tsx"
import { useFactName, useFactValue } from "./factText.ts"
import { Link } from "./Link.tsx"
import { PartHead, Section } from "./Section.tsx"
import type { BareSuspicion, Determination, OfParcel, Open, Suspicion } from "./shapes.ts"

/** Which parcel something is said of, where a record is about several. */
type PlaceOf = (one: OfParcel) => JSX.Element

/** What was determined by document and what is only suspected: never under one heading. */
export function FlagsSections(props: {
  suspected: readonly (BareSuspicion & OfParcel)[] | undefined
  determined: readonly (Determination & OfParcel)[]
  placeOf?: PlaceOf
  /** The case of the parcel, for who settles what is suspected. */
  toCase?: { to: string; open: Open } | undefined
}) {
  const { t } = useText()
  const CaseLink = () => (
    <Show when={props.toCase}>
      {(link) => (
        <p>
          <Link to={link().to} open={link().open}>
            {t("flags.case")}
          </Link>
        </p>
      )}
    </Show>
  )
  return (
    <>
      <Show when={props.determined.length > 0}>
        <Section
          id="determined"
          title={t("flags.determined-title")}
          note={t("flags.count", { count: props.determined.length })}
        >
          <For each={props.determined}>
            {(one) => <Determined one={one} place={props.placeOf?.(one)} />}
          </For>
          <Show when={!props.suspected?.length}>
            <CaseLink />
          </Show>
        </Section>
      </Show>
      <Show when={props.suspected?.length}>
        {(count) => (
          <Section
            id="suspected"
            title={t("flags.suspected-title")}
            note={t("flags.count", { count: count() })}
          >
            <For each={props.suspected}>
              {(one) => <Suspected one={one} place={props.placeOf?.(one)} />}
            </For>
            <p class="note">{t("flags.only-suspected")}</p>
            <CaseLink />
          </Section>
        )}
      </Show>
    </>
  )
}

function Determined(props: { one: Determination; place: JSX.Element }) {
  const { t, name } = useText()
  return (
    <section class="flag flag-determined">
      <PartHead>
        <Badge tone={props.one.endedOn ? "plain" : "danger"}>
          {props.one.endedOn ? t("flags.ended") : t("flags.determined")}
        </Badge>
        {name("determined", props.one.state ?? "")}
        {props.place}
      </PartHead>
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

function Suspected(props: { one: BareSuspicion; place: JSX.Element }) {
  const { t, name, figures } = useText()
  const clause = () => {
    const [, article, part] = ARTICLE.exec(props.one.clause ?? "") ?? []
    if (!article) return undefined
    return part ? t("flags.article-part", { article, part }) : t("flags.article", { article })
  }
  return (
    <section class="flag">
      <PartHead>
        <Badge tone="warn">{t("flags.suspected")}</Badge>
        {name("rule", props.one.rule ?? "")}
        {props.place}
      </PartHead>
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
      <Show when={props.one.reasons}>{(reasons) => <Reasons reasons={reasons()} />}</Show>
    </section>
  )
}

/** The facts by which the rule was hit, each with its standard. */
function Reasons(props: { reasons: Suspicion["reasons"] }) {
  const { t } = useText()
  const factName = useFactName()
  const factValue = useFactValue()
  return (
    <table class="table">
      <thead>
        <tr>
          <th scope="col">{t("flags.fact")}</th>
          <th scope="col">{t("flags.value")}</th>
          <th scope="col">{t("flags.threshold")}</th>
        </tr>
      </thead>
      <tbody>
        <For each={props.reasons}>
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
  )
}
