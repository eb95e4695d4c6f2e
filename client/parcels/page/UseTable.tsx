import { For, Show } from "solid-js"
import { Link } from "../../record/Link.tsx"
import type { Open } from "../../record/shapes.ts"
import { useText } from "../../text/language.tsx"
import type { Use } from "./strip.ts"

/** Every recorded use as a row: what the bands say, for whoever does not see them. */
export function UseTable(props: { uses: readonly Use[]; legalAreaM2: number; open: Open }) {
  const { t, name, figures } = useText()
  const seesAreas = () => props.uses.some(({ landAreaM2 }) => landAreaM2 !== null)
  return (
    <details class="more">
      <summary>{t("strip.table")}</summary>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{t("strip.firm")}</th>
            <th scope="col">{t("strip.kind")}</th>
            <th scope="col">{t("strip.from")}</th>
            <th scope="col">{t("strip.to")}</th>
            <Show when={seesAreas()}>
              <th scope="col" class="number">
                {t("unit.mu")}
              </th>
              <th scope="col" class="number">
                {t("strip.share")}
              </th>
            </Show>
          </tr>
        </thead>
        <tbody>
          <For each={props.uses}>
            {(use) => (
              <tr>
                <th scope="row">
                  <Link to={`/enterprises/${use.enterpriseId}`} open={props.open}>
                    {use.name}
                  </Link>
                </th>
                <td>
                  {name("use-kind", use.right)}
                  <Show when={use.lessor}>
                    {(lessor) => (
                      <span class="quiet block">{t("strip.lessor", { name: lessor().name })}</span>
                    )}
                  </Show>
                </td>
                <td class="day">{use.from}</td>
                <td class="day">{use.to ?? t("use.now")}</td>
                <Show when={seesAreas()}>
                  <td class="number">{figures().muOf(use.landAreaM2)}</td>
                  <td class="number">
                    {figures().percent(
                      use.landAreaM2 === null ? null : use.landAreaM2 / props.legalAreaM2,
                      1,
                    )}
                  </td>
                </Show>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </details>
  )
}
