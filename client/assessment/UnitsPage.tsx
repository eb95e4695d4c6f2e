import { createSignal, For, Show } from "solid-js"
import { answer, api } from "../api.ts"
import { useText } from "../text/language.tsx"
import { Badge } from "../ui/Badge.tsx"
import { Icon } from "../ui/Icon.tsx"
import { createUnits } from "./createAssessment.ts"
import { EntriesPage, FormFoot, type FormProps } from "./EntriesPage.tsx"
import { FirmChoice } from "./FirmChoice.tsx"
import type { Rights, RosterFirm, UnitRow } from "./shapes.ts"

const LEAST_MEMBERS = 2

/** Firms that are scored as one; each of them has the grade of the whole. */
export function UnitsPage(props: { year: number; rights: Rights; open: (path: string) => void }) {
  const { t } = useText()
  const units = createUnits(() => props.year)
  return (
    <EntriesPage
      {...props}
      tab="units"
      query={units}
      lead={t("assess.units.lead")}
      add={t("assess.units.add")}
      none={t("assess.units.none")}
      withdraw={(unit: UnitRow) =>
        api.assessments.years[":year"].units[":id"].$delete({
          param: { year: String(props.year), id: String(unit.id) },
        })
      }
      form={(given) => <UnitForm year={props.year} {...given} />}
      table={(rows, takeBack) => (
        <table class="table table-wide">
          <thead>
            <tr>
              <th scope="col">{t("assess.units.name")}</th>
              <th scope="col">{t("assess.units.members")}</th>
              <th scope="col">{t("assess.reason")}</th>
              <th scope="col">{t("assess.act")}</th>
            </tr>
          </thead>
          <tbody>
            <For each={rows}>
              {(unit) => (
                <tr>
                  <th scope="row">{unit.name}</th>
                  <td>
                    <ul>
                      <For each={unit.members}>
                        {(member) => (
                          <li>
                            {member.name}{" "}
                            <Show when={member.enterpriseId === unit.leadEnterpriseId}>
                              <Badge>{t("assess.units.lead-firm")}</Badge>
                            </Show>
                          </li>
                        )}
                      </For>
                    </ul>
                  </td>
                  <td>{unit.reason}</td>
                  <td>{takeBack(unit, unit.name)}</td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      )}
    />
  )
}

function UnitForm(props: FormProps & { year: number }) {
  const { t } = useText()
  const [members, setMembers] = createSignal<readonly RosterFirm[]>([])
  const [lead, setLead] = createSignal<number | null>(null)
  const add = (firm: RosterFirm | null) => {
    if (!firm) return
    setMembers([...members(), firm])
    if (lead() === null) setLead(firm.enterpriseId)
  }
  const drop = (id: number) => {
    setMembers(members().filter(({ enterpriseId }) => enterpriseId !== id))
    if (lead() === id) setLead(members()[0]?.enterpriseId ?? null)
  }
  const isFree = (firm: RosterFirm) =>
    !members().some(({ enterpriseId }) => enterpriseId === firm.enterpriseId)
  const save = (form: HTMLFormElement) => {
    const leadEnterpriseId = lead()
    if (leadEnterpriseId === null) return
    const given = new FormData(form)
    void props.send(() =>
      answer(
        api.assessments.years[":year"].units.$post({
          param: { year: String(props.year) },
          json: {
            name: String(given.get("name")).trim(),
            reason: String(given.get("reason")).trim(),
            leadEnterpriseId,
            memberIds: members().map(({ enterpriseId }) => enterpriseId),
          },
        }),
      ),
    )
  }
  return (
    <form
      class="editor"
      onSubmit={(event) => {
        event.preventDefault()
        save(event.currentTarget)
      }}
    >
      <label class="field">
        <span>{t("assess.units.name")}</span>
        <input class="input" name="name" required maxlength="200" />
      </label>
      <FirmChoice
        label={t("assess.units.add-member")}
        firms={props.firms.filter(isFree)}
        chosen={null}
        onChoose={add}
      />
      <Show when={members().length > 0}>
        <fieldset class="pick">
          <legend>{t("assess.units.choose-lead")}</legend>
          <ul>
            <For each={members()}>
              {(firm) => (
                <li>
                  <label class="check pick-name">
                    <input
                      type="radio"
                      name="lead"
                      checked={lead() === firm.enterpriseId}
                      onChange={() => setLead(firm.enterpriseId)}
                    />
                    <span>{firm.name}</span>
                  </label>
                  <button
                    type="button"
                    class="icon-button"
                    aria-label={t("assess.units.drop", { name: firm.name })}
                    onClick={() => drop(firm.enterpriseId)}
                  >
                    <Icon name="close" size={16} />
                  </button>
                </li>
              )}
            </For>
          </ul>
        </fieldset>
      </Show>
      <label class="field">
        <span>{t("assess.reason")}</span>
        <textarea class="input" name="reason" rows="2" required maxlength="1000" />
      </label>
      <FormFoot {...props} ready={members().length >= LEAST_MEMBERS} />
    </form>
  )
}
