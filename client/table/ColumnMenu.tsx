import { DropdownMenu } from "@kobalte/core/dropdown-menu"
import { Show } from "solid-js"
import { useText } from "../text/language.tsx"
import { Icon } from "../ui/Icon.tsx"
import type { IconName } from "../ui/icons.ts"
import { readSort } from "./columns.ts"
import type { Column, LayoutModel } from "./createLayout.ts"

/** Px by which a column grows or shrinks at a press. */
const STEP_PX = 24

/** What can be done to a column; made when it is opened, for there are many columns. */
export function ColumnMenu(props: {
  column: Column
  label: string
  layout: LayoutModel
  sort: string
  onSort: (sort: string) => void
  onClose: () => void
}) {
  const { t } = useText()
  const name = () => props.column.name
  const order = () => readSort(props.sort)
  const isSorted = (descending: boolean) =>
    order().name === name() && order().descending === descending
  const item = (
    icon: IconName,
    text: string,
    onSelect: () => void,
    more: { stays?: boolean; disabled?: boolean } = {},
  ) => (
    <DropdownMenu.Item
      class="menu-item"
      closeOnSelect={!more.stays}
      disabled={more.disabled ?? false}
      onSelect={onSelect}
    >
      <Icon name={icon} size={16} />
      {text}
    </DropdownMenu.Item>
  )
  return (
    <DropdownMenu
      defaultOpen
      gutter={4}
      placement="bottom-end"
      onOpenChange={(open) => {
        if (!open) props.onClose()
      }}
    >
      <DropdownMenu.Trigger
        class="heading-menu"
        tabIndex={-1}
        aria-label={t("table.column.menu", { column: props.label })}
      >
        <Icon name="more" size={16} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          class="menu"
          aria-label={t("table.column.menu", { column: props.label })}
          onCloseAutoFocus={(event) => event.preventDefault()}
        >
          <Show when={props.column.column.sortable}>
            {item("up", t("table.column.ascending"), () => props.onSort(name()), {
              disabled: isSorted(false),
            })}
            {item("down", t("table.column.descending"), () => props.onSort(`-${name()}`), {
              disabled: isSorted(true),
            })}
            <DropdownMenu.Separator class="menu-line" />
          </Show>
          {item(
            "pin",
            props.column.isPinned ? t("table.column.unpin") : t("table.column.pin"),
            () => props.layout.pin(name(), !props.column.isPinned),
          )}
          {item("left", t("table.column.before"), () => props.layout.move(name(), -1), {
            disabled: !props.layout.canMove(name(), -1),
          })}
          {item("right", t("table.column.after"), () => props.layout.move(name(), 1), {
            disabled: !props.layout.canMove(name(), 1),
          })}
          <DropdownMenu.Separator class="menu-line" />
          {item(
            "plus",
            t("table.column.wider"),
            () => props.layout.resize(name(), props.layout.widthOf(name()) + STEP_PX),
            { stays: true },
          )}
          {item(
            "minus",
            t("table.column.narrower"),
            () => props.layout.resize(name(), props.layout.widthOf(name()) - STEP_PX),
            { stays: true },
          )}
          {item("undo", t("table.column.usual"), () => props.layout.resetWidth(name()))}
          <DropdownMenu.Separator class="menu-line" />
          {item("close", t("table.column.hide"), () => props.layout.toggle(name(), false), {
            disabled: !props.layout.canHide(),
          })}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu>
  )
}
