import { createMemo, createSignal, createUniqueId, For, Match, Show, Switch } from "solid-js"
import { problemOf } from "../api.ts"
import { Link } from "../record/Link.tsx"
import { useFactName, useFactValue } from "../record/factText.ts"
import { NONE } from "../text/figures.ts"
import { useText } from "../text/language.tsx"
import { Badge } from "../ui/Badge.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Icon } from "../ui/Icon.tsx"
import { Empty } from "../ui/Notice.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import { CaseLink } from "./CaseLink.tsx"
import { createSupervision, createTriangles } from "./createIdle.ts"
import { DeskFrame } from "./DeskFrame.tsx"
import { mapOf } from "./mapOf.ts"
import { writePlace } from "./place.ts"
import type { Open, Rights, Supervision, Triangle } from "./shapes.ts"
import { TriangleStrip } from "./TriangleStrip.tsx"

/** Rows whose evidence is asked for at once. */
const CHUNK = 50
const WAYS = ["any", "all"] as const
type Way = (typeof WAYS)[number]
type Item = Supervision["items"][number]

/** Firms under key supervision: those with any part of the rule, or with all, each with what speaks for it. */
export function SupervisionPage(props: { rights: Rights; open: Open; openMap: Open }) {
  const { t } = useText()
  const [way, setWay] = createSignal<Way | null>(null)
  const list = createSupervision(way)
  const isNone = () => problemOf(list.error)?.status === 404
  return (
    <DeskFrame
      current="supervision"
      rights={props.rights}
      open={props.open}
      openMap={props.openMap}
    >
      <p class="note">{t("idle.note.supervision")}</p>
      <Switch>
        <Match when={isNone()}>
          <Empty
            title={t("idle.supervision.no-rule")}
            action={
              <Link class="button" to={writePlace({ screen: "rules" })} open={props.open}>
                {t("idle.tab.rules")}
              </Link>
            }
          />
        </Match>
        <Match when={list.isError}>
          <Failure told={problemOf(list.error)} onRetry={() => void list.refetch()} />
        </Match>
        <Match when={list.isPending}>
          <Waiting>{t("idle.wait")}</Waiting>
        </Match>
        <Match when={list.data}>
          {(data) => (
            <>
              <div class="idle-bar">
                <Ways counts={data().counts} value={way() ?? data().combine} onChange={setWay} />
                <Show when={mapOf(data().items.map(({ parcelId }) => parcelId))}>
                  {(address) => (
                    <Link class="button" to={address()} open={props.openMap}>
                      <Icon name="layers" size={16} />
                      {t("idle.list-on-map")}
                    </Link>
                  )}
                </Show>
              </div>
              <Show
                when={data().items.length > 0}
                fallback={<Empty title={t("idle.supervision.none")} />}
              >
                <List list={data()} figures={props.rights.figures} open={props.open} />
              </Show>
            </>
          )}
        </Match>
      </Switch>
    </DeskFrame>
  )
}

/** Any part or all parts, both with what they come to. */
function Ways(props: { counts: Supervision["counts"]; value: Way; onChange: (way: Way) => void }) {
  const { t, figures } = useText()
  const name = createUniqueId()
  return (
    <fieldset class="idle-ways">
      <legend class="unseen">{t("idle.supervision.combine")}</legend>
      <For each={WAYS}>
        {(way) => (
          <label class="idle-way" data-chosen={props.value === way ? "" : undefined}>
            <input
              type="radio"
              name={name}
              value={way}
              checked={props.value === way}
              onChange={() => props.onChange(way)}
            />
            <span>
              {t(`idle.supervision.${way}`)}
              <Show
                when={props.counts[way]}
                fallback={
                  <span class="quiet block idle-withheld">
                    <Icon name="lock" size={14} /> {t("idle.withheld")}
                  </span>
                }
              >
                {(sum) => (
                  <span class="idle-way-sum">
                    <strong>{figures().count(sum().parcels)}</strong> {t("unit.parcels")}
                    <strong>{figures().mu(sum().areaMu)}</strong> {t("unit.mu")}
                  </span>
                )}
              </Show>
            </span>
          </label>
        )}
      </For>
    </fieldset>
  )
}

function List(props: { list: Supervision; figures: boolean; open: Open }) {
  const { t } = useText()
  const [chunks, setChunks] = createSignal(1)
  const parts = createMemo(() =>
    Array.from({ length: chunks() }, (_, at) =>
      props.list.items.slice(at * CHUNK, (at + 1) * CHUNK),
    ).filter((part) => part.length > 0),
  )
  return (
    <>
      <div class="idle-frame">
        <table class="table table-wide idle-watch">
          <caption class="unseen">{t("idle.tab.supervision")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("idle.parcel")}</th>
              <th scope="col" class="number">
                {t("unit.mu")}
              </th>
              <th scope="col">{t("idle.supervision.parts")}</th>
              <th scope="col">{t("idle.triangle")}</th>
              <th scope="col">{t("idle.triangle.nearest")}</th>
            </tr>
          </thead>
          <For each={parts()}>{(part) => <Part items={part} {...props} />}</For>
        </table>
      </div>
      <Show when={chunks() * CHUNK < props.list.items.length}>
        <button type="button" class="button" onClick={() => setChunks((count) => count + 1)}>
          {t("idle.more", { count: props.list.total - chunks() * CHUNK })}
        </button>
      </Show>
    </>
  )
}

function Part(props: { items: readonly Item[]; figures: boolean; open: Open }) {
  const triangles = createTriangles(
    () => props.items.map(({ parcelId }) => parcelId),
    () => props.figures,
  )
  const known = createMemo(
    () => new Map((triangles.data?.items ?? []).map((one) => [one.parcelId, one])),
  )
  return (
    <tbody>
      <For each={props.items}>
        {(item) => (
          <Row
            item={item}
            triangle={known().get(item.parcelId)}
            figures={props.figures}
            open={props.open}
          />
        )}
      </For>
    </tbody>
  )
}

function Row(props: { item: Item; triangle: Triangle | undefined; figures: boolean; open: Open }) {
  const { t, figures } = useText()
  const factName = useFactName()
  const factValue = useFactValue()
  return (
    <tr>
      <th scope="row">
        <CaseLink parcelId={props.item.parcelId} name={props.item.name} open={props.open} />
        <span class="quiet block">{props.item.firm ?? props.item.parcelCode ?? NONE}</span>
      </th>
      <td class="number">{figures().mu(props.item.areaMu)}</td>
      <td>
        <ul class="idle-watch-reasons">
          <For each={props.item.reasons}>
            {(reason) => (
              <li>
                <b>{factName(reason.fact)}</b>
                <Show
                  when={!reason.withheld}
                  fallback={
                    <>
                      <span class="quiet block">{reason.text}</span>
                      <span class="quiet block idle-withheld">
                        <Icon name="lock" size={14} /> {t("idle.withheld")}
                      </span>
                    </>
                  }
                >
                  <For each={reason.evidence ?? []}>
                    {(one) => (
                      <span class="quiet block">
                        {t("idle.evidence.of", {
                          fact: factName(one.fact),
                          value: one.value === null ? NONE : factValue(one.fact, String(one.value)),
                          threshold:
                            one.threshold === null
                              ? NONE
                              : factValue(one.fact, String(one.threshold)),
                        })}
                      </span>
                    )}
                  </For>
                </Show>
              </li>
            )}
          </For>
        </ul>
      </td>
      <Show
        when={props.figures}
        fallback={
          <td colspan="2" class="none">
            <span class="idle-withheld">
              <Icon name="lock" size={14} /> {t("idle.withheld")}
            </span>
          </td>
        }
      >
        <Show
          when={props.triangle}
          fallback={
            <td colspan="2" class="quiet">
              {t("wait.count")}
            </td>
          }
        >
          {(triangle) => (
            <>
              <td>
                <Show
                  when={triangle().direction}
                  fallback={
                    <span class="quiet block">
                      {t(
                        triangle().missing.length > 0
                          ? "idle.triangle.unjudged"
                          : "idle.triangle.fits",
                      )}
                    </span>
                  }
                >
                  {(direction) => <Badge tone="danger">{t(`idle.triangle.${direction()}`)}</Badge>}
                </Show>
                <TriangleStrip triangle={triangle()} of="revenuePerKwh" />
                <TriangleStrip triangle={triangle()} of="taxPerKwh" />
              </td>
              <td>
                <table class="idle-nearest">
                  <caption class="unseen">{t("idle.triangle.nearest")}</caption>
                  <thead>
                    <tr>
                      <th scope="col">
                        <span class="unseen">{t("idle.triangle.firm")}</span>
                      </th>
                      <th scope="col">{t("idle.triangle.sales-per")}</th>
                      <th scope="col">{t("idle.triangle.tax-per")}</th>
                    </tr>
                  </thead>
                  <tbody>
                    <tr class="idle-own">
                      <th scope="row">{t("idle.triangle.own")}</th>
                      <td>{figures().plain(triangle().own.revenuePerKwh, 2)}</td>
                      <td>{figures().plain(triangle().own.taxPerKwh, 2)}</td>
                    </tr>
                    <For each={triangle().nearest}>
                      {(peer) => (
                        <tr>
                          <th scope="row">{peer.firm ?? peer.name ?? NONE}</th>
                          <td>{figures().plain(peer.revenuePerKwh, 2)}</td>
                          <td>{figures().plain(peer.taxPerKwh, 2)}</td>
                        </tr>
                      )}
                    </For>
                  </tbody>
                </table>
              </td>
            </>
          )}
        </Show>
      </Show>
    </tr>
  )
}
