import { For, Show } from "solid-js"
import { Section } from "../../record/Section.tsx"
import { useText } from "../../text/language.tsx"
import type { Sheet } from "../shapes.ts"

/** Buildings and the floor in them that stands empty. */
export function BuildingsSection(props: { buildings: Sheet["buildings"] }) {
  const { t, figures } = useText()
  return (
    <Show when={props.buildings.length > 0}>
      <Section
        id="buildings"
        title={t("building.title")}
        note={t("building.count", { count: props.buildings.length })}
      >
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{t("building.name")}</th>
              <th scope="col" class="number">
                {t("building.storeys")}
              </th>
              <th scope="col" class="number">
                {t("building.floor")}
              </th>
              <th scope="col" class="number">
                {t("building.vacant")}
              </th>
            </tr>
          </thead>
          <tbody>
            <For each={props.buildings}>
              {(building) => (
                <tr>
                  <th scope="row">{building.name}</th>
                  <td class="number">{building.storeys ?? "—"}</td>
                  <td class="number">{figures().m2(building.floorM2)}</td>
                  <td class="number">
                    {figures().m2(building.vacantFloorM2)}
                    <Show when={building.vacantFrom}>
                      {(day) => (
                        <span class="quiet block">{t("building.since", { day: day() })}</span>
                      )}
                    </Show>
                  </td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
        <p class="note">{t("building.unit")}</p>
      </Section>
    </Show>
  )
}
