import { createMemo, For, type JSX, Show } from "solid-js"
import { useText } from "../text/language.tsx"

export type Picked = { row: string | null; column: string | null }
type Line = { id: string; label: JSX.Element; note?: string }
type Head = { id: string; label: JSX.Element; name: string }

/**
 * Firms by two things, with sums at both edges that are added up from the cells; every number narrows the list below
 * to what it counts.
 */
export function CountsMatrix(props: {
  label: string
  /** What the rows are, over their names. */
  corner: string
  rows: readonly Line[]
  columns: readonly Head[]
  count: (row: string, column: string) => number
  /** A word below a count, such as its share. */
  note?: (row: string | null, column: string) => string | null
  picked: Picked
  /** Absent where there is no list to narrow. */
  onPick?: (picked: Picked) => void
}) {
  const { t, figures } = useText()
  const sum = (row: string | null, column: string | null) =>
    props.rows
      .filter(({ id }) => row === null || id === row)
      .reduce(
        (total, { id }) =>
          total +
          props.columns
            .filter((one) => column === null || one.id === column)
            .reduce((inRow, one) => inRow + props.count(id, one.id), 0),
        0,
      )
  const sumLine = createMemo(
    () =>
      `${props.rows.map(({ id }) => figures().count(sum(id, null))).join(" + ")} = ${figures().count(sum(null, null))}`,
  )
  const cell = (row: string | null, column: string | null, name: string) => {
    const firms = () => sum(row, column)
    const isPicked = () => props.picked.row === row && props.picked.column === column
    const note = () => (column === null ? null : props.note?.(row, column))
    const content = () => (
      <>
        <span class="matrix-count">{figures().count(firms())}</span>
        <Show when={props.note}>
          <span class="matrix-note">{note() ?? ""}</span>
        </Show>
      </>
    )
    return (
      <td class="number" data-none={firms() === 0 ? "" : undefined}>
        <Show when={props.onPick} fallback={<span class="matrix-cell">{content()}</span>}>
          {(pick) => (
            <button
              type="button"
              class="matrix-cell"
              aria-pressed={isPicked()}
              onClick={() => pick()(isPicked() ? { row: null, column: null } : { row, column })}
            >
              <span class="unseen">{t("assess.matrix.pick", { name })}</span>
              {content()}
            </button>
          )}
        </Show>
      </td>
    )
  }
  const nameOf = (row: Line | null, column: Head | null) =>
    [row ? (row.note ?? row.id) : null, column?.name ?? t("assess.total")]
      .filter(Boolean)
      .join(" · ")
  return (
    <div class="matrix-frame">
      <table class="matrix">
        <caption class="unseen">{props.label}</caption>
        <thead>
          <tr>
            <th scope="col">{props.corner}</th>
            <For each={props.columns}>
              {(column) => (
                <th scope="col" class="number">
                  {column.label}
                </th>
              )}
            </For>
            <th scope="col" class="number">
              {t("assess.total")}
            </th>
          </tr>
        </thead>
        <tbody>
          <For each={props.rows}>
            {(row) => (
              <tr>
                <th scope="row">{row.label}</th>
                <For each={props.columns}>
                  {(column) => cell(row.id, column.id, nameOf(row, column))}
                </For>
                {cell(row.id, null, nameOf(row, null))}
              </tr>
            )}
          </For>
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">
              {t("assess.total")}
              <Show when={props.rows.length > 1}>
                <span class="quiet matrix-sum">{sumLine()}</span>
              </Show>
            </th>
            <For each={props.columns}>
              {(column) => cell(null, column.id, nameOf(null, column))}
            </For>
            {cell(null, null, nameOf(null, null))}
          </tr>
        </tfoot>
      </table>
    </div>
  )
}
