import { createMemo, For, Show } from "solid-js"
import { Link } from "../record/Link.tsx"
import { boxOf, commonScale, scaleBar } from "../record/plane.ts"
import type { Open } from "../record/shapes.ts"
import { useCellText } from "../table/useCellText.ts"
import { useText } from "../text/language.tsx"
import { Badge } from "../ui/Badge.tsx"
import { IconButton } from "../ui/IconButton.tsx"
import { areAlike, standingsOf } from "./direction.ts"
import type { Kind } from "./address.ts"
import type { Compared } from "./createCompared.ts"
import { OUTLINE, OutlineDrawing } from "./OutlineDrawing.tsx"
import { groupFields } from "./rows.ts"
import type { FilterName, Item } from "./shapes.ts"

/** Groups whose figures are of a fiscal year. */
const YEARLY = new Set(["per-mu", "amount"])

/** Attributes below each other, items beside each other; the best and the worst of a row where that means something. */
export function CompareTable(props: {
  kind: Kind
  compared: Compared
  differences: boolean
  open: Open
  onRemove: (id: number) => void
}) {
  const { t } = useText()
  const cells = useCellText()
  const items = () => props.compared.items()
  const valuesOf = (field: FilterName) => items().map(({ values }) => values[field.name])
  const groups = createMemo(() =>
    groupFields(props.kind, props.compared.names())
      .map(({ group, fields }) => ({
        group,
        fields: fields.filter((field) => {
          const values = valuesOf(field)
          const isKnown = values.some((value) => value !== null && value !== undefined)
          return isKnown && !(props.differences && areAlike(values))
        }),
      }))
      .filter(({ fields }) => fields.length > 0),
  )
  const boxes = () => items().map(({ id }) => props.compared.outlinesOf(id).map(({ bbox }) => bbox))
  const scale = createMemo(() =>
    commonScale(
      boxes().flatMap((all) => (all.length > 0 ? [boxOf(all)] : [])),
      OUTLINE,
    ),
  )
  const bar = () => (scale() > 0 ? scaleBar(scale(), OUTLINE.width / 3) : null)
  return (
    <div class="compare-frame">
      <table class="compare">
        <thead>
          <tr>
            <th scope="col">
              <span class="unseen">{t("compare.attribute")}</span>
              <Show when={bar()}>
                {(drawn) => (
                  <span class="compare-scale">
                    {t("compare.scale")}
                    <svg viewBox={`0 0 ${OUTLINE.width / 2} 28`} aria-hidden="true">
                      <path d={`M1 20V26H${drawn().units.toFixed(1)}V20`} />
                      <text x="1" y="14">
                        {drawn().metres >= 1000
                          ? t("place.km", { length: drawn().metres / 1000 })
                          : t("place.m", { length: drawn().metres })}
                      </text>
                    </svg>
                  </span>
                )}
              </Show>
            </th>
            <For each={items()}>
              {(item) => (
                <th scope="col">
                  <div class="compare-item">
                    <OutlineDrawing
                      outlines={props.compared.outlinesOf(item.id)}
                      metresPerUnit={scale()}
                      label={item.name}
                    />
                    <span class="compare-name">
                      <Link to={item.to} open={props.open}>
                        {item.name || t("parcel.unnamed")}
                      </Link>
                      <IconButton
                        icon="close"
                        label={t("compare.remove", { name: item.name })}
                        onClick={() => props.onRemove(item.id)}
                      />
                    </span>
                    <Show when={item.code}>
                      {(code) => <span class="quiet mono">{code()}</span>}
                    </Show>
                  </div>
                </th>
              )}
            </For>
          </tr>
        </thead>
        <For each={groups()}>
          {({ group, fields }) => (
            <tbody>
              <tr class="compare-group">
                <th scope="rowgroup" colspan={items().length + 1}>
                  {t(`compare.group.${group}`)}
                  <Show when={YEARLY.has(group) && props.compared.year()}>
                    {(year) => <span class="quiet"> {t("year.of", { year: year() })}</span>}
                  </Show>
                </th>
              </tr>
              <For each={fields}>
                {(field) => (
                  <FieldRow
                    field={field}
                    heading={cells.heading(field)}
                    items={items()}
                    textOf={(item) => cells.text(field, item.values as never)}
                  />
                )}
              </For>
            </tbody>
          )}
        </For>
      </table>
      <p class="note">
        {t("compare.highlight")}
        <Show when={props.differences}> {t("compare.same")}</Show>
      </p>
    </div>
  )
}

function FieldRow(props: {
  field: FilterName
  heading: string
  items: readonly Item[]
  textOf: (item: Item) => string | null
}) {
  const { t } = useText()
  const standings = () =>
    standingsOf(
      props.field.name,
      props.items.map(({ values }) => values[props.field.name]),
    )
  return (
    <tr>
      <th scope="row">{props.heading}</th>
      <For each={props.items}>
        {(item, at) => {
          const standing = () => standings()[at()] ?? null
          return (
            <td data-standing={standing() ?? undefined}>
              <Show
                when={props.textOf(item)}
                fallback={<span class="none">— {t("compare.unknown")}</span>}
              >
                {(text) => (
                  <Show
                    when={props.field.name === "grade"}
                    fallback={<span class="compare-value">{text()}</span>}
                  >
                    <b class={`grade grade-${String(item.values["grade"])}`}>{text()}</b>
                  </Show>
                )}
              </Show>
              <Show when={standing()}>
                {(known) => (
                  <>
                    {" "}
                    <Badge tone={known() === "best" ? "good" : "danger"}>
                      {t(`compare.${known()}`)}
                    </Badge>
                  </>
                )}
              </Show>
            </td>
          )
        }}
      </For>
    </tr>
  )
}
