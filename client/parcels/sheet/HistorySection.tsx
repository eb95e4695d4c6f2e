import { For, Show } from "solid-js"
import { ActsList } from "../../record/ActsList.tsx"
import { PartHead, Section } from "../../record/Section.tsx"
import { useText } from "../../text/language.tsx"
import type { Sheet } from "../shapes.ts"

type Relative = NonNullable<Sheet["lineage"]>["parents"][number]

/** Where the parcel came from, its versions, and who changed what. */
export function HistorySection(props: { sheet: Sheet; onSelect: (id: number) => void }) {
  const { t, figures } = useText()
  const lineage = () => props.sheet.lineage
  return (
    <Section id="history" title={t("history.title")} folded>
      <Show when={(lineage()?.parents.length ?? 0) + (lineage()?.children.length ?? 0) > 0}>
        <PartHead>{t("history.lineage")}</PartHead>
        <ul class="lineage">
          <For each={lineage()?.parents}>
            {(one) => <Kin one={one} way="from" onSelect={props.onSelect} />}
          </For>
          <For each={lineage()?.children}>
            {(one) => <Kin one={one} way="to" onSelect={props.onSelect} />}
          </For>
        </ul>
      </Show>
      <PartHead>{t("history.versions")}</PartHead>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{t("history.version")}</th>
            <th scope="col">{t("history.valid")}</th>
            <th scope="col" class="number">
              {t("unit.mu")}
            </th>
            <th scope="col">{t("history.recorded")}</th>
          </tr>
        </thead>
        <tbody>
          <For each={props.sheet.versions}>
            {(version) => (
              <tr>
                <th scope="row">{version.version}</th>
                <td>
                  {version.validFrom} – {version.validTo ?? t("use.now")}
                </td>
                <td class="number">{figures().mu(version.areaMu)}</td>
                <td>
                  {version.recordedAt ? figures().instant(version.recordedAt) : "—"}
                  <Show when={version.supersededAt}>
                    <span class="quiet block">{t("history.superseded")}</span>
                  </Show>
                </td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
      <Show when={props.sheet.acts?.length}>
        <PartHead>{t("history.acts")}</PartHead>
        <ActsList acts={props.sheet.acts!} />
      </Show>
    </Section>
  )
}

function Kin(props: { one: Relative; way: "from" | "to"; onSelect: (id: number) => void }) {
  const { t, name, figures } = useText()
  return (
    <li>
      <span class="quiet">{props.way === "from" ? t("history.from") : t("history.to")}</span>{" "}
      <button type="button" class="link" onClick={() => props.onSelect(props.one.id)}>
        {props.one.name ?? t("parcel.unnamed")}
      </button>{" "}
      <span class="quiet">
        {name("lineage", props.one.kind ?? "")} · {props.one.on} · {figures().mu(props.one.areaMu)}{" "}
        {t("unit.mu")} · {figures().percent(props.one.areaShare, 1)}
      </span>
    </li>
  )
}
