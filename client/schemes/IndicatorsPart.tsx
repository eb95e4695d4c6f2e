import { createSignal, For, Show } from "solid-js"
import { produce } from "solid-js/store"
import { METHODS, MISSING_RULES } from "../../server/assessment/scheme.rules.ts"
import { useText } from "../text/language.tsx"
import { Choice } from "../ui/Choice.tsx"
import { IconButton } from "../ui/IconButton.tsx"
import { type IndicatorDraft, listFree, newIndicator, sumWeights } from "./draft.ts"
import { AddButton, EditorPart, type PartProps } from "./EditorParts.tsx"
import { CellField, Issues, TextField } from "./fields.tsx"
import { useSchemeText } from "./useSchemeText.ts"

const BENCHMARKS = ["none", "fixed", "mean", "meanTimes", "best", "byIndustry"] as const
const OVERRIDES = ["scheme", "none", "own"] as const
const FULL = 100
const AT = "/scheme/indicators"
const COLUMNS = 7

/** Indicators with their weights, which are added up while they are typed. */
export function IndicatorsPart(props: PartProps) {
  const { t, figures } = useText()
  const text = useSchemeText()
  const free = () => listFree(props.draft)
  const sum = () => sumWeights(props.draft.indicators)
  return (
    <EditorPart title={t("scheme.part.indicators")}>
      <table class="table scheme-table scheme-entry">
        <caption class="unseen">{t("scheme.part.indicators")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("scheme.indicator")}</th>
            <th scope="col">{t("scheme.weight")}</th>
            <th scope="col">{t("scheme.benchmark")}</th>
            <th scope="col">{t("scheme.benchmark.value")}</th>
            <th scope="col">{t("scheme.unit")}</th>
            <th scope="col">{t("scheme.missing")}</th>
            <th scope="col">
              <span class="unseen">{t("scheme.act")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          <For each={props.draft.indicators}>
            {(row, index) => <IndicatorRow {...props} row={row} index={index()} />}
          </For>
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t("scheme.sum")}</th>
            <td colSpan={COLUMNS - 1}>
              <output class="scheme-sum" data-full={sum().eq(FULL) ? "" : undefined}>
                {t("scheme.sum-full", { sum: figures().plain(sum().toFixed(), 6) })}
              </output>{" "}
              <Issues at={AT} />
            </td>
          </tr>
        </tfoot>
      </table>
      <Show when={free().length > 0}>
        <Choice
          label={t("scheme.add.indicator")}
          value="add"
          options={[
            { value: "add", label: t("scheme.add.indicator") },
            ...free().map((id) => ({ value: id as string, label: text.indicator(id) })),
          ]}
          onChange={(id) => {
            const wanted = free().find((one) => one === id)
            if (wanted)
              props.change(produce((draft) => draft.indicators.push(newIndicator(wanted))))
          }}
        />
      </Show>
    </EditorPart>
  )
}

function IndicatorRow(props: PartProps & { row: IndicatorDraft; index: number }) {
  const { t, name } = useText()
  const text = useSchemeText()
  const [more, setMore] = createSignal(
    props.row.method !== "scheme" ||
      props.row.direction !== "usual" ||
      props.row.cap.rule !== "scheme" ||
      props.row.floor.rule !== "scheme",
  )
  const at = () => `${AT}/${props.index}`
  const named = () => text.indicator(props.row.id)
  const set = (changes: Partial<IndicatorDraft>) => props.change("indicators", props.index, changes)
  const hasValue = () => props.row.benchmark === "fixed" || props.row.benchmark === "meanTimes"
  return (
    <>
      <tr>
        <th scope="row">
          {named()}
          <Issues at={`${at()}/id`} />
        </th>
        <td class="scheme-cell-figure">
          <CellField
            label={t("scheme.weight-of", { name: named() })}
            at={`${at()}/weight`}
            figure
            value={props.row.weight}
            onChange={(weight) => set({ weight })}
          />
        </td>
        <td>
          <Choice
            label={t("scheme.benchmark-of", { name: named() })}
            value={props.row.benchmark}
            options={BENCHMARKS.map((value) => ({ value, label: name("scheme-benchmark", value) }))}
            onChange={(benchmark) => set({ benchmark })}
          />
          <Issues at={`${at()}/benchmark`} />
        </td>
        <td class="scheme-cell-value">
          <Show when={props.row.benchmark === "meanTimes"}>
            <CellField
              label={t("scheme.times-of", { name: named() })}
              at={`${at()}/benchmark/k`}
              figure
              placeholder={t("scheme.times")}
              value={props.row.k}
              onChange={(k) => set({ k })}
            />
          </Show>
          <Show when={hasValue()}>
            <CellField
              label={t("scheme.value-of", { name: named() })}
              at={`${at()}/benchmark/value`}
              figure
              placeholder={
                props.row.benchmark === "meanTimes" ? t("scheme.mean-if-known") : undefined
              }
              value={props.row.value}
              onChange={(value) => set({ value })}
            />
          </Show>
        </td>
        <td class="scheme-still">{text.unit(props.row.id)}</td>
        <td>
          <Choice
            label={t("scheme.missing-of", { name: named() })}
            value={props.row.missing}
            options={MISSING_RULES.map((value) => ({
              value,
              label: name("scheme-missing", value),
            }))}
            onChange={(missing) => set({ missing })}
          />
        </td>
        <td>
          <div class="scheme-buttons">
            <IconButton
              icon="more"
              label={t("scheme.more-of", { name: named() })}
              pressed={more()}
              onClick={() => setMore(!more())}
            />
            <IconButton
              icon="close"
              label={t("scheme.drop", { name: named() })}
              onClick={() =>
                props.change("indicators", (all) => all.filter((one) => one !== props.row))
              }
            />
          </div>
        </td>
      </tr>
      <Show when={props.row.benchmark === "byIndustry"}>
        <tr class="scheme-sub">
          <td colSpan={COLUMNS}>
            <Industries {...props} at={`${at()}/benchmark/values`} />
          </td>
        </tr>
      </Show>
      <Show when={more()}>
        <tr class="scheme-sub">
          <td colSpan={COLUMNS}>
            <div class="scheme-grid">
              <Choice
                label={t("scheme.own-method")}
                showLabel
                value={props.row.method}
                options={(["scheme", ...METHODS] as const).map((value) => ({
                  value,
                  label: value === "scheme" ? t("scheme.as-scheme") : name("scheme-method", value),
                }))}
                onChange={(method) => set({ method })}
              />
              <Choice
                label={t("scheme.direction")}
                showLabel
                value={props.row.direction}
                options={(["usual", "up", "down"] as const).map((value) => ({
                  value,
                  label: name("scheme-direction", value),
                }))}
                onChange={(direction) => set({ direction })}
              />
              <For each={["cap", "floor"] as const}>
                {(part) => (
                  <div class="scheme-pair">
                    <Choice
                      label={t(`scheme.${part}`)}
                      showLabel
                      value={props.row[part].rule}
                      options={OVERRIDES.map((value) => ({
                        value,
                        label: name("scheme-override", value),
                      }))}
                      onChange={(rule) => set({ [part]: { ...props.row[part], rule } })}
                    />
                    <Show when={props.row[part].rule === "own"}>
                      <TextField
                        label={t(`scheme.${part}.field`)}
                        at={`${at()}/${part === "cap" ? "capMultiple" : "floor"}`}
                        figure
                        value={props.row[part].value}
                        onChange={(value) => set({ [part]: { ...props.row[part], value } })}
                      />
                    </Show>
                  </div>
                )}
              </For>
            </div>
            <Issues at={`${at()}/method`} />
          </td>
        </tr>
      </Show>
    </>
  )
}

/** Benchmarks by the code of the industry; the longest code that begins a firm's own counts. */
function Industries(props: PartProps & { row: IndicatorDraft; index: number; at: string }) {
  const { t } = useText()
  return (
    <div class="scheme-industries">
      <p class="quiet">{t("scheme.by-industry.note")}</p>
      <Issues at={props.at} />
      <For each={props.row.values}>
        {(one, number) => (
          <div class="scheme-pair">
            <CellField
              label={t("scheme.industry")}
              at={`${props.at}/${number()}/code`}
              placeholder={t("scheme.industry")}
              most={10}
              value={one.code}
              onChange={(code) =>
                props.change("indicators", props.index, "values", number(), { code })
              }
            />
            <CellField
              label={t("scheme.industry-value", { code: one.code })}
              at={`${props.at}/${one.code.trim()}`}
              figure
              value={one.value}
              onChange={(value) =>
                props.change("indicators", props.index, "values", number(), { value })
              }
            />
            <IconButton
              icon="close"
              label={t("scheme.drop", { name: one.code })}
              onClick={() =>
                props.change("indicators", props.index, "values", (all) =>
                  all.filter((other) => other !== one),
                )
              }
            />
          </div>
        )}
      </For>
      <AddButton
        label={t("scheme.add.industry")}
        onClick={() =>
          props.change("indicators", props.index, "values", (all) => [
            ...all,
            { code: "", value: "" },
          ])
        }
      />
    </div>
  )
}
