import { Show } from "solid-js"
import { useText } from "../text/language.tsx"
import { Choice } from "../ui/Choice.tsx"
import { IconButton } from "../ui/IconButton.tsx"
import type { FilterName } from "./shapes.ts"

/** What people sort land by; who has more names can still filter by them. */
const SORTS = ["name", "areaMu", "taxPerMu", "revenuePerMu", "grade", "lifecycle", "landUse"]
/** Figures are looked at from the largest down. */
const LARGEST_FIRST = new Set(["areaMu", "taxPerMu", "revenuePerMu"])
const BY_NUMBER = "id"

/** Order of the list: by what, and which way. */
export function SortBar(props: {
  names: readonly FilterName[]
  value: string
  onChange: (sort: string) => void
}) {
  const { t, pick } = useText()
  const down = () => props.value.startsWith("-")
  const name = () => (down() ? props.value.slice(1) : props.value) || BY_NUMBER
  const options = () => [
    { value: BY_NUMBER, label: t("sort.number") },
    ...SORTS.flatMap((sort) => {
      const found = props.names.find((entry) => entry.name === sort)
      return found?.sortable ? [{ value: sort, label: pick(found) }] : []
    }),
  ]
  return (
    <div class="sort">
      <Choice
        label={t("sort.label")}
        value={name()}
        options={options()}
        onChange={(sort) =>
          props.onChange(sort === BY_NUMBER ? "" : LARGEST_FIRST.has(sort) ? `-${sort}` : sort)
        }
      />
      <Show when={props.value !== ""}>
        <IconButton
          icon={down() ? "down" : "up"}
          label={down() ? t("sort.descending") : t("sort.ascending")}
          onClick={() => props.onChange(down() ? name() : `-${name()}`)}
        />
      </Show>
    </div>
  )
}
