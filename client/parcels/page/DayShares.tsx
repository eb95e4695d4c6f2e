import { For, Show } from "solid-js"
import type { Day } from "../../../geodata/days.ts"
import { useText } from "../../text/language.tsx"
import type { DayPart, DayShares as Shares } from "./strip.ts"

/** Who uses how much on one day, adding up to the legal area. */
export function DayShares(props: { day: Day; shares: Shares | null }) {
  const { t, figures } = useText()
  const nameOf = ({ who, name }: DayPart) => (who === "firm" ? name : t(`strip.${who}`))
  return (
    <div class="strip-shares">
      <p class="part-head">{t("strip.on", { day: props.day })}</p>
      <Show when={props.shares} fallback={<p class="note">{t("strip.before")}</p>}>
        {(shares) => (
          <table class="table">
            <thead class="unseen">
              <tr>
                <th scope="col">{t("strip.firm")}</th>
                <th scope="col">{t("strip.share")}</th>
                <th scope="col">{t("unit.mu")}</th>
              </tr>
            </thead>
            <tbody>
              <For each={shares().parts}>
                {(part) => (
                  <tr>
                    <th scope="row">
                      {nameOf(part)}
                      <Show when={part.right}>
                        {(right) => (
                          <span class="quiet">
                            {" "}
                            {right() === "own" ? t("strip.own") : t("strip.leased")}
                          </span>
                        )}
                      </Show>
                    </th>
                    <td class="number">{figures().percent(part.share, 1)}</td>
                    <td class="number">
                      {figures().muOf(part.areaM2)} {t("unit.mu")}
                    </td>
                  </tr>
                )}
              </For>
            </tbody>
            <tfoot>
              <tr>
                <th scope="row">{t("strip.total")}</th>
                <td class="number">{figures().percent(1, 1)}</td>
                <td class="number">
                  {figures().muOf(shares().legalAreaM2)} {t("unit.mu")}
                </td>
              </tr>
            </tfoot>
          </table>
        )}
      </Show>
    </div>
  )
}
