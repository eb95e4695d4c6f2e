import { For, Show } from "solid-js"
import { actorName } from "../../text/actor.ts"
import { useText } from "../../text/language.tsx"
import { Fold } from "../../ui/Fold.tsx"
import type { Sheet } from "../shapes.ts"

type Relative = NonNullable<Sheet["lineage"]>["parents"][number]

/** Where the parcel came from, its versions, and who changed what. */
export function HistorySection(props: { sheet: Sheet; onSelect: (id: number) => void }) {
  const { t, name, figures } = useText()
  const lineage = () => props.sheet.lineage
  return (
    <Fold title={t("history.title")} folded>
      <Show when={(lineage()?.parents.length ?? 0) + (lineage()?.children.length ?? 0) > 0}>
        <h4>{t("history.lineage")}</h4>
        <ul class="lineage">
          <For each={lineage()?.parents}>
            {(one) => <Kin one={one} way="from" onSelect={props.onSelect} />}
          </For>
          <For each={lineage()?.children}>
            {(one) => <Kin one={one} way="to" onSelect={props.onSelect} />}
          </For>
        </ul>
      </Show>
      <h4>{t("history.versions")}</h4>
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
        <h4>{t("history.acts")}</h4>
        <ul class="acts">
          <For each={props.sheet.acts}>
            {(act) => (
              <li>
                <span class="quiet">{act.at ? figures().instant(act.at) : "—"}</span>{" "}
                {name("act", act.kind ?? "")}
                <Show when={act.actor}>
                  {(actor) => <span class="quiet"> · {actorName(actor(), t)}</span>}
                </Show>
                <Show when={act.why}>
                  <span class="block quiet">{act.why}</span>
                </Show>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </Fold>
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
