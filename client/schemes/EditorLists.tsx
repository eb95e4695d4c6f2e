import { For, Show } from "solid-js"
import { produce } from "solid-js/store"
import { ADJUSTMENTS } from "../../server/assessment/scheme.rules.ts"
import { useText } from "../text/language.tsx"
import { Choice } from "../ui/Choice.tsx"
import { IconButton } from "../ui/IconButton.tsx"
import { type BonusDraft, newPenalty, type PenaltyDraft } from "./draft.ts"
import { AddButton, EditorPart, type PartProps } from "./EditorParts.tsx"
import { CellField, Issues, TextField } from "./fields.tsx"
import { useSchemeText } from "./useSchemeText.ts"

const EFFECTS = ["set", "notBetterThan", "notWorseThan"] as const
const OWN = "own"

/** Steps in their order: the last that applies to a firm wins. */
export function AdjustmentsPart(props: PartProps) {
  const { t, name } = useText()
  const text = useSchemeText()
  const at = (index: number) => `/scheme/adjustments/${index}`
  const free = () =>
    ADJUSTMENTS.filter((event) => !props.draft.adjustments.some((one) => one.event === event))
  const move = (index: number, by: number) =>
    props.change(
      produce((draft) => {
        const [step] = draft.adjustments.splice(index, 1)
        draft.adjustments.splice(index + by, 0, step!)
      }),
    )
  return (
    <EditorPart title={t("scheme.part.adjustments")} note={t("scheme.adjustments.note")}>
      <ol class="scheme-order">
        <For each={props.draft.adjustments}>
          {(step, index) => (
            <li>
              <span class="scheme-place">{index() + 1}</span>
              <Show
                when={step.effect !== "usual"}
                fallback={<span class="scheme-step-name">{text.event(step.event)}</span>}
              >
                <div class="scheme-grid scheme-step-name">
                  <TextField
                    label={t("scheme.event")}
                    at={`${at(index())}/event`}
                    value={step.event}
                    onChange={(value) => props.change("adjustments", index(), "event", value)}
                  />
                  <Choice
                    label={t("scheme.effect")}
                    showLabel
                    value={step.effect as (typeof EFFECTS)[number]}
                    options={EFFECTS.map((value) => ({
                      value,
                      label: name("scheme-effect", value),
                    }))}
                    onChange={(value) => props.change("adjustments", index(), "effect", value)}
                  />
                  <TextField
                    label={t("scheme.grade")}
                    at={`${at(index())}/grade`}
                    most={10}
                    value={step.grade}
                    onChange={(value) => props.change("adjustments", index(), "grade", value)}
                  />
                </div>
              </Show>
              <IconButton
                icon="up"
                label={t("scheme.up", { name: text.event(step.event) })}
                disabled={index() === 0}
                onClick={() => move(index(), -1)}
              />
              <IconButton
                icon="down"
                label={t("scheme.down", { name: text.event(step.event) })}
                disabled={index() === props.draft.adjustments.length - 1}
                onClick={() => move(index(), 1)}
              />
              <IconButton
                icon="close"
                label={t("scheme.drop", { name: text.event(step.event) })}
                onClick={() =>
                  props.change("adjustments", (all) => all.filter((one) => one !== step))
                }
              />
            </li>
          )}
        </For>
      </ol>
      <Choice
        label={t("scheme.add.adjustment")}
        value="add"
        options={[
          { value: "add", label: t("scheme.add.adjustment") },
          ...free().map((event) => ({ value: event as string, label: text.event(event) })),
          { value: OWN, label: t("scheme.add.own-step") },
        ]}
        onChange={(event) =>
          event !== "add" &&
          props.change(
            produce((draft) =>
              draft.adjustments.push(
                event === OWN
                  ? { event: "", effect: "set", grade: "" }
                  : { event, effect: "usual", grade: "" },
              ),
            ),
          )
        }
      />
    </EditorPart>
  )
}

export function BonusPart(props: PartProps) {
  const { t } = useText()
  return (
    <EditorPart title={t("scheme.part.bonus")} note={t("scheme.bonus.note")}>
      <label class="check">
        <input
          type="checkbox"
          checked={props.draft.hasBonus}
          onChange={(event) => props.change("hasBonus", event.currentTarget.checked)}
        />
        <span>{t("scheme.bonus.has")}</span>
      </label>
      <Show when={props.draft.hasBonus}>
        <div class="scheme-grid">
          <TextField
            label={t("scheme.max-total.field")}
            at="/scheme/bonus/maxTotal"
            figure
            note={t("scheme.blank-unlimited")}
            value={props.draft.maxTotal}
            onChange={(value) => props.change("maxTotal", value)}
          />
        </div>
        <For each={props.draft.groups}>
          {(group, index) => <BonusGroup {...props} group={group} index={index()} />}
        </For>
        <AddButton
          label={t("scheme.add.group")}
          onClick={() =>
            props.change(produce((draft) => draft.groups.push({ id: "", rule: "max", items: [] })))
          }
        />
      </Show>
    </EditorPart>
  )
}

function BonusGroup(props: PartProps & { group: BonusDraft; index: number }) {
  const { t, name } = useText()
  const at = () => `/scheme/bonus/groups/${props.index}`
  return (
    <div class="scheme-group">
      <div class="scheme-group-head">
        <TextField
          label={t("scheme.group")}
          at={`${at()}/id`}
          value={props.group.id}
          onChange={(value) => props.change("groups", props.index, "id", value)}
        />
        <Choice
          label={t("scheme.group-rule")}
          showLabel
          value={props.group.rule}
          options={(["max", "sum"] as const).map((value) => ({
            value,
            label: name("scheme-bonus-rule", value),
          }))}
          onChange={(value) => props.change("groups", props.index, "rule", value)}
        />
        <IconButton
          icon="close"
          label={t("scheme.drop", { name: props.group.id })}
          onClick={() => props.change("groups", (all) => all.filter((one) => one !== props.group))}
        />
      </div>
      <For each={props.group.items}>
        {(item, number) => (
          <div class="scheme-item">
            <CellField
              label={t("scheme.item")}
              at={`${at()}/items/${number()}/id`}
              placeholder={t("scheme.item")}
              value={item.id}
              onChange={(value) =>
                props.change("groups", props.index, "items", number(), "id", value)
              }
            />
            <CellField
              label={t("scheme.points-for", { name: item.id })}
              at={`${at()}/items/${number()}/points`}
              figure
              placeholder={t("scheme.points")}
              value={item.points}
              onChange={(value) =>
                props.change("groups", props.index, "items", number(), "points", value)
              }
            />
            <IconButton
              icon="close"
              label={t("scheme.drop", { name: item.id })}
              onClick={() =>
                props.change("groups", props.index, "items", (all) =>
                  all.filter((one) => one !== item),
                )
              }
            />
          </div>
        )}
      </For>
      <AddButton
        label={t("scheme.add.item")}
        onClick={() =>
          props.change("groups", props.index, "items", (all) => [...all, { id: "", points: "" }])
        }
      />
    </div>
  )
}

export function PenaltyPart(props: PartProps) {
  const { t } = useText()
  const add = (kind: PenaltyDraft["kind"]) =>
    props.change(produce((draft) => draft.penalty.push(newPenalty(kind))))
  return (
    <EditorPart title={t("scheme.part.penalty")} note={t("scheme.penalty.note")}>
      <For each={props.draft.penalty}>
        {(rule, index) => <Penalty {...props} rule={rule} index={index()} />}
      </For>
      <div class="scheme-adds">
        <AddButton label={t("scheme.add.tenants")} onClick={() => add("tenants")} />
        <AddButton label={t("scheme.add.penalty")} onClick={() => add("points")} />
      </div>
    </EditorPart>
  )
}

function Penalty(props: PartProps & { rule: PenaltyDraft; index: number }) {
  const { t, name } = useText()
  const at = () => `/scheme/penalty/${props.index}`
  return (
    <div class="scheme-group">
      <div class="scheme-group-head">
        <TextField
          label={t("scheme.penalty-item")}
          at={`${at()}/id`}
          value={props.rule.id}
          onChange={(value) => props.change("penalty", props.index, "id", value)}
        />
        <Show when={props.rule.kind === "points"}>
          <TextField
            label={t("scheme.penalty-points")}
            at={`${at()}/points`}
            figure
            value={props.rule.points}
            onChange={(value) => props.change("penalty", props.index, "points", value)}
          />
        </Show>
        <IconButton
          icon="close"
          label={t("scheme.drop", { name: props.rule.id })}
          onClick={() => props.change("penalty", (all) => all.filter((one) => one !== props.rule))}
        />
      </div>
      <Issues at={at()} />
      <Show when={props.rule.kind === "tenants"}>
        <table class="table scheme-table scheme-entry scheme-narrow">
          <caption class="quiet scheme-caption">{t("scheme.tenants.note")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("scheme.lessor")}</th>
              <th scope="col">{t("scheme.tenants.first")}</th>
              <th scope="col">{t("scheme.tenants.each")}</th>
            </tr>
          </thead>
          <tbody>
            <For
              each={
                [
                  ["aboveScale", "above_scale"],
                  ["belowScale", "below_scale"],
                ] as const
              }
            >
              {([scale, stratum]) => (
                <tr>
                  <th scope="row">{name("stratum", stratum)}</th>
                  <For each={["first", "each"] as const}>
                    {(part) => (
                      <td>
                        <CellField
                          label={`${name("stratum", stratum)} ${t(`scheme.tenants.${part}`)}`}
                          at={`${at()}/${scale}/${part}`}
                          figure
                          value={props.rule[scale][part]}
                          onChange={(value) =>
                            props.change("penalty", props.index, scale, part, value)
                          }
                        />
                      </td>
                    )}
                  </For>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </Show>
    </div>
  )
}
