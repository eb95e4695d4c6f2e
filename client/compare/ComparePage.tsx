import "./compare.css"
import "../text/record-phrases.ts"
import { createMemo, createSignal, Match, Show, Switch } from "solid-js"
import { problemOf } from "../api.ts"
import { Back } from "../record/Back.tsx"
import { Missing } from "../record/Missing.tsx"
import { RecordPage } from "../record/RecordPage.tsx"
import type { Places } from "../record/shapes.ts"
import { useText } from "../text/language.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Empty, Notice } from "../ui/Notice.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import { AddItem } from "./AddItem.tsx"
import { type Kind, MOST, readCompared, writeCompared } from "./address.ts"
import { CompareTable } from "./CompareTable.tsx"
import { createComparedFirms, createComparedParcels } from "./createCompared.ts"

/** Up to five parcels, or firms, in one table; which they are stands in the address. */
export function ComparePage(props: { address: Places }) {
  const compared = createMemo(() => readCompared(props.address.path()))
  const kind = createMemo(() => compared()?.kind)
  return (
    <Show
      when={kind()}
      keyed
      fallback={<Missing what="parcel" told={null} address={props.address} />}
    >
      {(known) => <Comparison kind={known} ids={compared()?.ids ?? []} address={props.address} />}
    </Show>
  )
}

function Comparison(props: { kind: Kind; ids: readonly number[]; address: Places }) {
  const { t } = useText()
  const ids = () => props.ids
  const compared = props.kind === "parcels" ? createComparedParcels(ids) : createComparedFirms(ids)
  const [differences, setDifferences] = createSignal(false)
  const setIds = (wanted: readonly number[]) => props.address.go(writeCompared(props.kind, wanted))
  const gone = () => props.ids.filter((id) => !compared.items().some((item) => item.id === id))
  const title = () =>
    props.kind === "parcels" ? t("page.compare-parcels") : t("page.compare-firms")
  return (
    <RecordPage
      kind={t("page.compare")}
      title={title()}
      wide
      back={<Back address={props.address} />}
      actions={
        <>
          <label class="check">
            <input
              type="checkbox"
              checked={differences()}
              onChange={(event) => setDifferences(event.currentTarget.checked)}
            />
            <span>{t("compare.differences")}</span>
          </label>
          <AddItem
            kind={props.kind}
            taken={props.ids}
            full={props.ids.length >= MOST}
            onAdd={(id) => setIds([...props.ids, id])}
          />
        </>
      }
      head={null}
    >
      <Switch>
        <Match when={compared.failure()}>
          {(failed) => (
            <Failure told={problemOf(failed().error)} onRetry={() => compared.retry()} />
          )}
        </Match>
        <Match when={compared.isPending()}>
          <Waiting>{t("wait.compare")}</Waiting>
        </Match>
        <Match when={true}>
          <Show when={gone().length > 0}>
            <Notice tone="warn">
              {t("compare.gone", { count: gone().length, ids: gone().join(t("comma")) })}
            </Notice>
          </Show>
          <Show
            when={compared.items().length > 0}
            fallback={<Empty title={t("compare.none")}>{t("compare.none.help")}</Empty>}
          >
            <CompareTable
              kind={props.kind}
              compared={compared}
              differences={differences()}
              open={(path) => props.address.go(path)}
              onRemove={(id) => setIds(props.ids.filter((one) => one !== id))}
            />
            <Show when={props.ids.length === 1}>
              <p class="note">{t("compare.one")}</p>
            </Show>
          </Show>
        </Match>
      </Switch>
    </RecordPage>
  )
}
