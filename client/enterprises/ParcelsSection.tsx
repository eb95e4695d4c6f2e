import { createMemo, For, Show } from "solid-js"
import { problemOf } from "../api.ts"
import { createGround } from "../record/createGround.ts"
import type { createOutlines } from "../record/createOutlines.ts"
import { Link } from "../record/Link.tsx"
import { boxAround, type Drawn, PlaceMap } from "../record/PlaceMap.tsx"
import { Section } from "../record/Section.tsx"
import type { Firm, Open } from "../record/shapes.ts"
import { useText } from "../text/language.tsx"
import { Failure } from "../ui/Failure.tsx"

type Used = Firm["parcels"][number]
type Use = Used["uses"][number]

/** Every parcel that the firm has to do with: where they lie, and what it uses of each. */
export function ParcelsSection(props: {
  firm: Firm
  outlines: ReturnType<typeof createOutlines>
  open: Open
}) {
  const { t, figures } = useText()
  const ground = createGround()
  const nameOf = ({ name }: { name?: string | null | undefined }) => name ?? t("parcel.unnamed")
  const current = () => props.firm.parcels.filter(({ isCurrent }) => isCurrent)
  const drawn = createMemo((): Drawn[] =>
    props.outlines.items().map(({ id, bbox, geometry, properties }) => ({
      id,
      name: nameOf(properties),
      told: t("place.told", { name: nameOf(properties), mu: figures().mu(properties.areaMu) }),
      geometry,
      bounds: bbox,
      to: `/parcels/${id}`,
    })),
  )
  const isCurrent = ({ id }: Drawn) => current().some((one) => one.id === id)
  return (
    <Section
      id="parcels"
      title={t("firm.parcels")}
      note={t("firm.parcels-count", { count: current().length })}
    >
      <Show
        when={props.firm.parcels.length > 0}
        fallback={<p class="note">{t("firm.no-parcels")}</p>}
      >
        <div class="firm-places">
          <Show when={drawn().length > 0}>
            <PlaceMap
              label={t("firm.map", { name: props.firm.name })}
              box={boxAround(drawn())}
              subjects={drawn().filter(isCurrent)}
              around={drawn().filter((one) => !isCurrent(one))}
              ground={ground()}
              open={props.open}
            />
          </Show>
          <Show when={props.outlines.query.isError}>
            <Failure
              told={problemOf(props.outlines.query.error)}
              onRetry={() => void props.outlines.query.refetch()}
            />
          </Show>
          <table class="table">
            <thead>
              <tr>
                <th scope="col">{t("place.name")}</th>
                <th scope="col">{t("firm.uses")}</th>
                <th scope="col" class="number">
                  {t("sheet.legal-area")} {t("unit.mu")}
                </th>
              </tr>
            </thead>
            <tbody>
              <For each={props.firm.parcels}>
                {(parcel) => (
                  <tr>
                    <th scope="row">
                      <Link to={`/parcels/${parcel.id}`} open={props.open}>
                        {nameOf(parcel)}
                      </Link>
                      <Show when={parcel.parcelCode}>
                        {(code) => <span class="quiet mono block">{code()}</span>}
                      </Show>
                      <Show when={!parcel.isCurrent}>
                        <span class="quiet block">{t("firm.past")}</span>
                      </Show>
                    </th>
                    <td>
                      <ul class="firm-uses">
                        <For each={parcel.uses}>
                          {(use) => <UseLine use={use} open={props.open} />}
                        </For>
                      </ul>
                    </td>
                    <td class="number">{figures().mu(parcel.areaMu)}</td>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        </div>
      </Show>
    </Section>
  )
}

function UseLine(props: { use: Use; open: Open }) {
  const { t, name, figures } = useText()
  const tenant = () => ("tenant" in props.use ? props.use.tenant : null)
  const other = () => tenant() ?? ("lessor" in props.use ? props.use.lessor : null)
  return (
    <li data-past={props.use.isCurrent ? undefined : ""}>
      {name("use-kind", props.use.kind)}
      <Show when={props.use.landAreaM2 != null}>
        {" "}
        <b>{figures().muOf(props.use.landAreaM2)}</b> {t("unit.mu")}
      </Show>
      <span class="quiet block">
        {t("use.period", { from: props.use.from, to: props.use.to ?? t("use.now") })}
        <Show when={other()}>
          {(firm) => (
            <>
              {" · "}
              <Link to={`/enterprises/${firm().enterpriseId}`} open={props.open}>
                {t(tenant() ? "firm.tenant" : "use.from", { name: firm().name ?? "—" })}
              </Link>
            </>
          )}
        </Show>
      </span>
    </li>
  )
}
