import { createSignal, For, Show } from "solid-js"
import { ADJUSTMENTS } from "../../server/assessment/scheme.rules.ts"
import { answer, api } from "../api.ts"
import { NONE } from "../text/figures.ts"
import { useText } from "../text/language.tsx"
import { Badge } from "../ui/Badge.tsx"
import type { Tone } from "../ui/Notice.tsx"
import { Segments } from "../ui/Segments.tsx"
import { createClaims } from "./createAssessment.ts"
import { EntriesPage, FormFoot, type FormProps } from "./EntriesPage.tsx"
import { FirmChoice } from "./FirmChoice.tsx"
import { RadioList } from "../ui/RadioList.tsx"
import type { ClaimRow, Rights, RosterFirm } from "./shapes.ts"

const KINDS = ["bonus", "penalty", "event"] as const
type Kind = (typeof KINDS)[number]
const TONES: Record<Kind, Tone> = { bonus: "good", penalty: "warn", event: "plain" }

const ofYear = (year: number) => ({ year: String(year) })

/** Points that firms have won or lost, and events that move a grade, each with its evidence. */
export function ClaimsPage(props: { year: number; rights: Rights; open: (path: string) => void }) {
  const { t, name, names, figures } = useText()
  const claims = createClaims(() => props.year)
  const itemOf = (claim: ClaimRow) =>
    names("event", claim.item) ? name("event", claim.item) : claim.item
  return (
    <EntriesPage
      {...props}
      tab="claims"
      query={claims}
      lead={t("assess.claims.lead")}
      add={t("assess.claims.add")}
      none={t("assess.claims.none")}
      withdraw={(claim: ClaimRow) =>
        api.assessments.years[":year"].claims[":id"].$delete({
          param: { ...ofYear(props.year), id: String(claim.id) },
        })
      }
      form={(given) => <ClaimForm year={props.year} {...given} />}
      table={(rows, takeBack) => (
        <table class="table table-wide">
          <thead>
            <tr>
              <th scope="col">{t("assess.firm")}</th>
              <th scope="col">{t("assess.claim.kind")}</th>
              <th scope="col">{t("assess.claim.item")}</th>
              <th scope="col" class="number">
                {t("assess.claim.points")}
              </th>
              <th scope="col">{t("assess.evidence")}</th>
              <th scope="col">{t("assess.claim.valid")}</th>
              <th scope="col">{t("assess.recorded")}</th>
              <th scope="col">{t("assess.act")}</th>
            </tr>
          </thead>
          <tbody>
            <For each={rows}>
              {(claim) => (
                <tr>
                  <th scope="row">{claim.name}</th>
                  <td>
                    <Badge tone={TONES[claim.kind]}>{name("claim-kind", claim.kind)}</Badge>
                  </td>
                  <td>
                    {itemOf(claim)}
                    <Show when={claim.groupId}>
                      {(group) => <span class="quiet block">{group()}</span>}
                    </Show>
                  </td>
                  <td class="number">{figures().plain(claim.points, 2)}</td>
                  <td>{claim.evidence}</td>
                  <td>{claim.validTo ?? NONE}</td>
                  <td>{figures().instant(claim.recordedAt)}</td>
                  <td>{takeBack(claim, `${claim.name} ${itemOf(claim)}`)}</td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      )}
    />
  )
}

function ClaimForm(props: FormProps & { year: number }) {
  const { t, name } = useText()
  const [kind, setKind] = createSignal<Kind>("bonus")
  const [firm, setFirm] = createSignal<RosterFirm | null>(null)
  const [event, setEvent] = createSignal<string>(ADJUSTMENTS[0])
  const save = (form: HTMLFormElement) => {
    const whom = firm()
    if (!whom) return
    const given = new FormData(form)
    const read = (field: string) => String(given.get(field) ?? "").trim()
    const isEvent = kind() === "event"
    void props.send(() =>
      answer(
        api.assessments.years[":year"].claims.$post({
          param: ofYear(props.year),
          json: {
            enterpriseId: whom.enterpriseId,
            kind: kind(),
            item: isEvent ? event() : read("item"),
            groupId: kind() === "bonus" ? read("group") : null,
            points: isEvent ? null : Number(read("points")),
            evidence: read("evidence"),
            validTo: read("validTo") || null,
          },
        }),
      ),
    )
  }
  return (
    <form
      class="editor"
      onSubmit={(submit) => {
        submit.preventDefault()
        save(submit.currentTarget)
      }}
    >
      <Segments
        label={t("assess.claim.kind")}
        value={kind()}
        options={KINDS.map((value) => ({ value, label: name("claim-kind", value) }))}
        onChange={setKind}
      />
      <FirmChoice label={t("assess.firm")} firms={props.firms} chosen={firm()} onChoose={setFirm} />
      <Show
        when={kind() !== "event"}
        fallback={
          <RadioList
            label={t("assess.claim.item")}
            value={event()}
            options={ADJUSTMENTS.map((value) => ({ value, label: name("event", value) }))}
            onChange={setEvent}
          />
        }
      >
        <Show when={kind() === "bonus"}>
          <label class="field">
            <span>{t("assess.claim.group")}</span>
            <input class="input" name="group" required maxlength="200" />
          </label>
        </Show>
        <label class="field">
          <span>{t("assess.claim.item")}</span>
          <input class="input" name="item" required maxlength="200" />
        </label>
        <label class="field field-inline">
          <span>{t("assess.claim.points")}</span>
          <input
            class="input"
            name="points"
            type="number"
            required
            min="-10000"
            max="10000"
            step="any"
          />
        </label>
      </Show>
      <label class="field">
        <span>{t("assess.evidence")}</span>
        <textarea class="input" name="evidence" rows="2" required maxlength="1000" />
      </label>
      <label class="field field-inline">
        <span>{t("assess.claim.valid-optional")}</span>
        <input class="input" name="validTo" type="date" />
      </label>
      <FormFoot {...props} ready={firm() !== null} />
    </form>
  )
}
