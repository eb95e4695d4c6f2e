import { Show } from "solid-js"
import { actorName } from "../text/actor.ts"
import { useText } from "../text/language.tsx"

/** Where a record comes from: its file or document, the kind of it and the row in the file. */
export function Origin(props: {
  sourceName: string
  sourceKind: string
  sourceRow: number | null | undefined
}) {
  const { t, name } = useText()
  return (
    <>
      {props.sourceName}
      <span class="quiet block">
        {name("source", props.sourceKind)}
        <Show when={props.sourceRow}>
          {(row) => ` · ${t("assess.source-row", { row: row() })}`}
        </Show>
      </span>
    </>
  )
}

/** When a record was entered and by whom. */
export function Entered(props: { recordedAt: string; recordedBy: string }) {
  const { t, figures } = useText()
  return (
    <>
      {figures().instant(props.recordedAt)}
      <span class="quiet block">{actorName(props.recordedBy, t)}</span>
    </>
  )
}
