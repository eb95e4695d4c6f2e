import { Popover } from "@kobalte/core/popover"
import { createMemo, createSignal, For, Show } from "solid-js"
import { useText } from "../text/language.tsx"
import { Icon } from "../ui/Icon.tsx"
import { groupColumns } from "./columns.ts"
import type { LayoutModel } from "./createLayout.ts"
import type { ColumnName } from "./shapes.ts"
import type { CellText } from "./useCellText.ts"

/** Which columns the table has, by group, with a search among them and the way back to the usual ones. */
export function ColumnChooser(props: {
  columns: readonly ColumnName[]
  layout: LayoutModel
  cells: CellText
}) {
  const { t } = useText()
  const [sought, setSought] = createSignal("")
  const found = createMemo(() => {
    const text = sought().trim().toLowerCase()
    return groupColumns(
      props.columns.filter(({ zh, en }) => `${zh} ${en}`.toLowerCase().includes(text)),
    )
  })
  return (
    <Popover gutter={6} placement="bottom-end" onOpenChange={(open) => open && setSought("")}>
      <Popover.Trigger class="button table-choose">
        <Icon name="choose" size={16} />
        <span>{t("table.columns")}</span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content class="menu chooser">
          <Popover.Title class="unseen">{t("table.columns")}</Popover.Title>
          <div class="chooser-head">
            <input
              class="input"
              type="text"
              aria-label={t("table.columns.search")}
              placeholder={t("table.columns.search")}
              value={sought()}
              onInput={(event) => setSought(event.currentTarget.value)}
            />
            <button type="button" class="quiet-button" onClick={() => props.layout.reset()}>
              {t("table.columns.reset")}
            </button>
          </div>
          <div class="chooser-groups" tabIndex={-1}>
            <For
              each={found()}
              fallback={
                <p class="menu-note" role="status">
                  {t("table.columns.none")}
                </p>
              }
            >
              {({ group, columns }) => (
                <fieldset class="chooser-group">
                  <legend>{t(`table.group.${group}`)}</legend>
                  <For each={columns}>
                    {(column) => (
                      <label class="check">
                        <input
                          type="checkbox"
                          checked={props.layout.isShown(column.name)}
                          disabled={props.layout.isShown(column.name) && !props.layout.canHide()}
                          onChange={(event) =>
                            props.layout.toggle(column.name, event.currentTarget.checked)
                          }
                        />
                        <span>
                          {props.cells.label(column)}
                          <Show when={props.cells.unit(column)}>
                            {(unit) => <span class="unit"> {unit()}</span>}
                          </Show>
                        </span>
                      </label>
                    )}
                  </For>
                </fieldset>
              )}
            </For>
          </div>
        </Popover.Content>
      </Popover.Portal>
    </Popover>
  )
}
