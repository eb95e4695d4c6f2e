import { For, Show } from "solid-js"
import { Section } from "../../record/Section.tsx"
import type { Parcel } from "../../record/shapes.ts"
import { useText } from "../../text/language.tsx"
import { Badge } from "../../ui/Badge.tsx"

/** Disposal cases and deals, where there are any and the audience has them. */
export function CasesSection(props: { cases: Parcel["cases"]; deals: Parcel["deals"] }) {
  const { t, name } = useText()
  const all = () => [
    ...(props.cases ?? []).map((one) => ({ ...one, kind: t("cases.case") })),
    ...(props.deals ?? []).map((one) => ({ ...one, kind: t("cases.deal"), route: null })),
  ]
  return (
    <Show when={all().length > 0}>
      <Section id="cases" title={t("cases.title")} note={t("flags.count", { count: all().length })}>
        <ul class="cases">
          <For each={all()}>
            {(one) => (
              <li>
                <strong>{one.kind}</strong>{" "}
                <Badge tone={one.closedOn ? "plain" : "warn"}>
                  {one.closedOn ? t("cases.closed", { day: one.closedOn }) : t("cases.open")}
                </Badge>{" "}
                <span class="quiet">
                  {t("cases.since", { day: one.openedOn ?? "—" })}
                  <Show when={one.route}>{(route) => <> · {name("route", route())}</>}</Show>
                </span>
              </li>
            )}
          </For>
        </ul>
      </Section>
    </Show>
  )
}
