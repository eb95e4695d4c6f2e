import { For, Show } from "solid-js"
import { ActsList } from "../record/ActsList.tsx"
import { PartHead, Section } from "../record/Section.tsx"
import type { Firm } from "../record/shapes.ts"
import { useText } from "../text/language.tsx"

/** What the firm was called, where its facts come from, and who changed them. */
export function FirmHistory(props: { firm: Firm }) {
  const { t, name, figures } = useText()
  const instant = (at: string | null | undefined) => (at ? figures().instant(at) : "—")
  return (
    <Section id="history" title={t("firm.history")}>
      <PartHead>{t("firm.names")}</PartHead>
      <ul class="acts">
        <For each={props.firm.names}>
          {(one) => (
            <li>
              {one.name}
              <Show when={one.from}>
                <span class="quiet block">
                  {t("firm.recorded", {
                    from: instant(one.from),
                    to: one.to ? instant(one.to) : t("use.now"),
                  })}
                </span>
              </Show>
            </li>
          )}
        </For>
      </ul>
      <Show when={props.firm.sources?.length}>
        <PartHead>{t("firm.sources")}</PartHead>
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{t("firm.source")}</th>
              <th scope="col">{t("flags.document")}</th>
              <th scope="col">{t("firm.received")}</th>
            </tr>
          </thead>
          <tbody>
            <For each={props.firm.sources}>
              {(source) => (
                <tr>
                  <th scope="row">
                    {source.name ?? "—"}
                    <span class="quiet block">{name("source", source.kind ?? "")}</span>
                  </th>
                  <td>{source.documentNo ?? "—"}</td>
                  <td class="day">{instant(source.receivedAt)}</td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </Show>
      <Show when={props.firm.acts?.length}>
        <PartHead>{t("history.acts")}</PartHead>
        <ActsList acts={props.firm.acts!} />
      </Show>
    </Section>
  )
}
