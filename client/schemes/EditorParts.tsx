import { For, type JSX, Show } from "solid-js"
import { produce, type SetStoreFunction } from "solid-js/store"
import { METHODS } from "../../server/assessment/scheme.rules.ts"
import { useText } from "../text/language.tsx"
import { Choice } from "../ui/Choice.tsx"
import { IconButton } from "../ui/IconButton.tsx"
import type { Draft } from "./draft.ts"
import { CellField, Issues, LinesField, TextField } from "./fields.tsx"

export type PartProps = { draft: Draft; change: SetStoreFunction<Draft> }

/** A part of the form under its heading. */
export const EditorPart = (props: { title: string; note?: string; children: JSX.Element }) => (
  <fieldset class="scheme-block">
    <legend class="scheme-legend">{props.title}</legend>
    <div class="scheme-panel">
      <Show when={props.note}>
        <p class="quiet">{props.note}</p>
      </Show>
      {props.children}
    </div>
  </fieldset>
)

const STRATA = ["above_scale", "below_scale"]
const OTHER = "other"
const ENERGY = ["", "equal_value", "calorific_value"]

export function BasicsPart(props: PartProps) {
  const { t, name } = useText()
  const known = () => (STRATA.includes(props.draft.stratum) ? props.draft.stratum : OTHER)
  return (
    <EditorPart title={t("scheme.part.basics")}>
      <div class="scheme-grid">
        <TextField
          label={t("scheme.label")}
          at="/label"
          wide
          value={props.draft.label}
          onChange={(value) => props.change("label", value)}
        />
        <TextField
          label={t("scheme.id")}
          at="/scheme/id"
          most={60}
          value={props.draft.id}
          onChange={(value) => props.change("id", value)}
        />
        <TextField
          label={t("scheme.basis")}
          at="/basis"
          wide
          most={1000}
          placeholder={t("scheme.basis.example")}
          value={props.draft.basis}
          onChange={(value) => props.change("basis", value)}
        />
        <TextField
          label={t("scheme.region")}
          at="/scheme/region"
          value={props.draft.region}
          onChange={(value) => props.change("region", value)}
        />
        <TextField
          label={t("scheme.year")}
          at="/scheme/fiscalYear"
          figure
          value={props.draft.fiscalYear}
          onChange={(value) => props.change("fiscalYear", value)}
        />
        <Choice
          label={t("scheme.stratum")}
          showLabel
          value={known()}
          options={[...STRATA, OTHER].map((value) => ({
            value,
            label: value === OTHER ? t("scheme.stratum.other") : name("stratum", value),
          }))}
          onChange={(value) => props.change("stratum", value === OTHER ? "" : value)}
        />
        <Show when={known() === OTHER}>
          <TextField
            label={t("scheme.stratum.name")}
            at="/scheme/stratum"
            value={props.draft.stratum}
            onChange={(value) => props.change("stratum", value)}
          />
        </Show>
        <Choice
          label={t("scheme.method")}
          showLabel
          value={props.draft.method}
          options={METHODS.map((value) => ({ value, label: name("scheme-method", value) }))}
          onChange={(value) => props.change("method", value)}
        />
      </div>
      <p class="quiet">{name("scheme-formula", props.draft.method)}</p>
    </EditorPart>
  )
}

export function ScoringPart(props: PartProps) {
  const { t } = useText()
  return (
    <EditorPart title={t("scheme.part.scoring")}>
      <div class="scheme-grid">
        <TextField
          label={t("scheme.cap.field")}
          at="/scheme/capMultiple"
          figure
          note={t("scheme.cap.note")}
          value={props.draft.capMultiple}
          onChange={(value) => props.change("capMultiple", value)}
        />
        <TextField
          label={t("scheme.floor.field")}
          at="/scheme/floor"
          figure
          note={t("scheme.floor.note")}
          value={props.draft.floor}
          onChange={(value) => props.change("floor", value)}
        />
        <TextField
          label={t("scheme.min-size")}
          at="/scheme/minStratumSize"
          figure
          note={t("scheme.min-size.note")}
          value={props.draft.minStratumSize}
          onChange={(value) => props.change("minStratumSize", value)}
        />
        <Show when={props.draft.method === "minmax"}>
          <TextField
            label={t("scheme.base.field")}
            at="/scheme/base"
            figure
            note={t("scheme.base.note")}
            value={props.draft.base}
            onChange={(value) => props.change("base", value)}
          />
          <TextField
            label={t("scheme.span.field")}
            at="/scheme/span"
            figure
            note={t("scheme.span.note")}
            value={props.draft.span}
            onChange={(value) => props.change("span", value)}
          />
        </Show>
      </div>
    </EditorPart>
  )
}

export function ScopePart(props: PartProps) {
  const { t, name, names } = useText()
  const energy = () =>
    [...new Set([...ENERGY, props.draft.energyConvention])].map((value) => ({
      value: value || "unsaid",
      label: names("scheme-energy", value || "unsaid")
        ? name("scheme-energy", value || "unsaid")
        : value,
    }))
  return (
    <EditorPart title={t("scheme.part.scope")} note={t("scheme.scope.note")}>
      <div class="scheme-grid">
        <TextField
          label={t("scheme.industries")}
          at="/scheme/population/industryCodes"
          placeholder="06-46"
          note={t("scheme.industries.note")}
          value={props.draft.industryCodes}
          onChange={(value) => props.change("industryCodes", value)}
        />
        <TextField
          label={t("scheme.min-land.field")}
          at="/scheme/population/minLandMu"
          figure
          value={props.draft.minLandMu}
          onChange={(value) => props.change("minLandMu", value)}
        />
        <TextField
          label={t("scheme.exempt")}
          at="/scheme/population/exemptIndustryCodes"
          placeholder="44-46"
          value={props.draft.exemptIndustryCodes}
          onChange={(value) => props.change("exemptIndustryCodes", value)}
        />
        <TextField
          label={t("scheme.transition.field")}
          at="/scheme/population/transitionYears"
          figure
          note={t("scheme.transition.note")}
          value={props.draft.transitionYears}
          onChange={(value) => props.change("transitionYears", value)}
        />
        <Choice
          label={t("scheme.energy")}
          showLabel
          value={props.draft.energyConvention || "unsaid"}
          options={energy()}
          onChange={(value) => props.change("energyConvention", value === "unsaid" ? "" : value)}
        />
        <LinesField
          label={t("scheme.taxes")}
          rows={2}
          value={props.draft.taxesIncluded}
          onChange={(value) => props.change("taxesIncluded", value)}
        />
      </div>
    </EditorPart>
  )
}

export function GradesPart(props: PartProps) {
  const { t, name } = useText()
  const byRank = () => props.draft.gradeKind === "rankPercent"
  const at = "/scheme/gradeRule"
  const setLabel = (grade: string, label: string) => props.change("gradeLabels", grade, label)
  const labelOf = (grade: string) => props.draft.gradeLabels[grade] ?? ""
  return (
    <EditorPart title={t("scheme.part.grades")}>
      <div class="scheme-grid">
        <Choice
          label={t("scheme.grade-kind")}
          showLabel
          value={props.draft.gradeKind}
          options={(["rankPercent", "score"] as const).map((value) => ({
            value,
            label: name("scheme-grade-kind", value),
          }))}
          onChange={(value) => props.change("gradeKind", value)}
        />
        <Choice
          label={t("scheme.tie")}
          showLabel
          value={props.draft.tie}
          options={(["ordinal", "shared"] as const).map((value) => ({
            value,
            label: name("scheme-tie", value),
          }))}
          onChange={(value) => props.change("tie", value)}
        />
      </div>
      <Issues at={`${at}/kind`} />
      <Issues at={`${at}/cuts`} />
      <table class="table scheme-table scheme-entry scheme-narrow">
        <caption class="unseen">{t("scheme.part.grades")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("scheme.grade")}</th>
            <th scope="col">{t(byRank() ? "scheme.cut.rank" : "scheme.cut.score")}</th>
            <th scope="col">{t("scheme.grade-label")}</th>
            <th scope="col">
              <span class="unseen">{t("scheme.act")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          <For each={props.draft.cuts}>
            {(cut, index) => (
              <tr>
                <td>
                  <CellField
                    label={t("scheme.grade-number", { number: index() + 1 })}
                    at={`${at}/cuts/${index()}/0`}
                    most={10}
                    value={cut.grade}
                    onChange={(value) => props.change("cuts", index(), "grade", value)}
                  />
                </td>
                <td>
                  <CellField
                    label={t(byRank() ? "scheme.cut.rank-of" : "scheme.cut.score-of", {
                      grade: cut.grade,
                    })}
                    at={`${at}/cuts/${index()}/1`}
                    figure
                    value={cut.value}
                    onChange={(value) => props.change("cuts", index(), "value", value)}
                  />
                </td>
                <td>
                  <CellField
                    label={t("scheme.grade-label-of", { grade: cut.grade })}
                    at={`/scheme/gradeLabels/${cut.grade}`}
                    value={labelOf(cut.grade)}
                    onChange={(value) => setLabel(cut.grade, value)}
                  />
                </td>
                <td>
                  <IconButton
                    icon="close"
                    label={t("scheme.drop", { name: cut.grade })}
                    onClick={() => props.change("cuts", (all) => all.filter((one) => one !== cut))}
                  />
                </td>
              </tr>
            )}
          </For>
          <tr>
            <td>
              <CellField
                label={t("scheme.rest")}
                at={`${at}/rest`}
                most={10}
                value={props.draft.rest}
                onChange={(value) => props.change("rest", value)}
              />
            </td>
            <td class="quiet">{t("scheme.cut.rest")}</td>
            <td>
              <CellField
                label={t("scheme.grade-label-of", { grade: props.draft.rest })}
                at={`/scheme/gradeLabels/${props.draft.rest}`}
                value={labelOf(props.draft.rest)}
                onChange={(value) => setLabel(props.draft.rest, value)}
              />
            </td>
            <td />
          </tr>
        </tbody>
      </table>
      <AddButton
        label={t("scheme.add.grade")}
        onClick={() => props.change(produce((draft) => draft.cuts.push({ grade: "", value: "" })))}
      />
    </EditorPart>
  )
}

export const AddButton = (props: { label: string; onClick: () => void }) => (
  <button type="button" class="link scheme-add" onClick={() => props.onClick()}>
    {props.label}
  </button>
)

export function RemarksPart(props: PartProps) {
  const { t } = useText()
  return (
    <EditorPart title={t("scheme.remarks")} note={t("scheme.remarks.note")}>
      <div class="scheme-halves">
        <LinesField
          label={t("scheme.published")}
          rows={6}
          value={props.draft.published}
          onChange={(value) => props.change("published", value)}
        />
        <LinesField
          label={t("scheme.assumed")}
          rows={6}
          value={props.draft.assumed}
          onChange={(value) => props.change("assumed", value)}
        />
      </div>
    </EditorPart>
  )
}
