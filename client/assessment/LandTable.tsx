import { For, Show } from "solid-js"
import { Link } from "../record/Link.tsx"
import { NONE } from "../text/figures.ts"
import { useText } from "../text/language.tsx"
import { Origin } from "./Origin.tsx"
import type { Ledger } from "./ledger.ts"

/** Use by use, what counts as a firm's land in a year, with the sum that closes it. */
export function LandTable(props: { ledger: Ledger; open: (path: string) => void }) {
  const { t, name, figures } = useText()
  const mu = (value: string | null) => figures().fixed(value, 2)
  return (
    <Show when={props.ledger.rows.length > 0} fallback={<p class="note">{t("assess.no-land")}</p>}>
      <div class="table-frame">
        <table class="table land-table">
          <thead>
            <tr>
              <th scope="col">{t("assess.parcel")}</th>
              <th scope="col">{t("assess.use")}</th>
              <th scope="col" class="number">
                {t("assess.area")}
              </th>
              <th scope="col">{t("assess.time")}</th>
              <th scope="col">{t("assess.source")}</th>
              <th scope="col" class="number">
                {t("assess.days", { all: props.ledger.daysOfYear })}
              </th>
              <th scope="col" class="number">
                {t("assess.counted")}
              </th>
            </tr>
          </thead>
          <tbody>
            <For each={props.ledger.rows}>
              {(row) => (
                <tr>
                  <th scope="row">
                    <Link to={`/parcels/${row.parcelId}`} open={props.open}>
                      {row.parcelName ?? t("parcel.unnamed")}
                    </Link>
                    <span class="quiet block">{row.parcelCode ?? NONE}</span>
                  </th>
                  <td>
                    {name("use-kind", row.kind)}
                    <Show when={row.kind !== "owned"}>
                      <span class="quiet block">
                        {t(row.kind === "leasedIn" ? "assess.from-whom" : "assess.to-whom", {
                          name: row.counterpart ?? t("assess.stranger"),
                        })}
                      </span>
                    </Show>
                  </td>
                  <td class="number">
                    {mu(row.areaMu)}
                    <Show when={row.floorAreaM2 !== null && row.far !== null}>
                      <span class="quiet block">
                        {t("assess.floor-by-far", {
                          floor: figures().m2(row.floorAreaM2),
                          far: figures().plain(row.far, 4),
                        })}
                      </span>
                    </Show>
                  </td>
                  <td class="day">
                    {row.fromOn}
                    <span class="quiet block">
                      {row.toOn === null
                        ? t("assess.in-use")
                        : t("assess.until", { day: row.toOn })}
                    </span>
                  </td>
                  <td>
                    <Show when={row.sourceName && row.sourceKind ? row : null} fallback={NONE}>
                      <Origin
                        sourceName={row.sourceName!}
                        sourceKind={row.sourceKind!}
                        sourceRow={row.sourceRow}
                      />
                    </Show>
                  </td>
                  <td class="number">{row.days}</td>
                  <td class="number">
                    {Number(row.countedMu) < 0
                      ? `−${mu(row.countedMu.replace("-", ""))}`
                      : mu(row.countedMu)}
                  </td>
                </tr>
              )}
            </For>
          </tbody>
          <tfoot>
            <tr>
              <th scope="row" colSpan={6}>
                {t("assess.land-sum", {
                  owned: mu(props.ledger.ownedMu),
                  leasedIn: mu(props.ledger.leasedInMu),
                  leasedOut: mu(props.ledger.leasedOutMu),
                })}
              </th>
              <td class="number">{mu(props.ledger.landMu)}</td>
            </tr>
          </tfoot>
        </table>
      </div>
    </Show>
  )
}
