import { createSignal, For } from "solid-js"
import { answer, api } from "../api.ts"
import { useText } from "../text/language.tsx"
import { createTransfers } from "./createAssessment.ts"
import { EntriesPage, FormFoot, type FormProps } from "./EntriesPage.tsx"
import { FirmChoice } from "./FirmChoice.tsx"
import type { Rights, RosterFirm, TransferRow } from "./shapes.ts"

/** Power that one firm's meter counted and another firm used. */
export function TransfersPage(props: {
  year: number
  rights: Rights
  open: (path: string) => void
}) {
  const { t, figures } = useText()
  const transfers = createTransfers(() => props.year)
  return (
    <EntriesPage
      {...props}
      tab="transfers"
      query={transfers}
      lead={t("assess.transfers.lead")}
      add={t("assess.transfers.add")}
      none={t("assess.transfers.none")}
      withdraw={(transfer: TransferRow) =>
        api.assessments.years[":year"].transfers[":id"].$delete({
          param: { year: String(props.year), id: String(transfer.id) },
        })
      }
      form={(given) => <TransferForm year={props.year} {...given} />}
      table={(rows, takeBack) => (
        <table class="table table-wide">
          <thead>
            <tr>
              <th scope="col">{t("assess.transfers.from")}</th>
              <th scope="col">{t("assess.transfers.to")}</th>
              <th scope="col" class="number">
                {t("assess.transfers.power")}
              </th>
              <th scope="col">{t("assess.evidence")}</th>
              <th scope="col">{t("assess.act")}</th>
            </tr>
          </thead>
          <tbody>
            <For each={rows}>
              {(transfer) => (
                <tr>
                  <th scope="row">{transfer.fromName}</th>
                  <td>{transfer.toName}</td>
                  <td class="number">{figures().fixed(transfer.wanKwh, 2)}</td>
                  <td>{transfer.evidence}</td>
                  <td>{takeBack(transfer, `${transfer.fromName} → ${transfer.toName}`)}</td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      )}
    />
  )
}

function TransferForm(props: FormProps & { year: number }) {
  const { t } = useText()
  const [from, setFrom] = createSignal<RosterFirm | null>(null)
  const [to, setTo] = createSignal<RosterFirm | null>(null)
  const save = (form: HTMLFormElement) => {
    const [giver, user] = [from(), to()]
    if (!giver || !user) return
    const given = new FormData(form)
    void props.send(() =>
      answer(
        api.assessments.years[":year"].transfers.$post({
          param: { year: String(props.year) },
          json: {
            fromEnterpriseId: giver.enterpriseId,
            toEnterpriseId: user.enterpriseId,
            wanKwh: Number(given.get("power")),
            evidence: String(given.get("evidence")).trim(),
          },
        }),
      ),
    )
  }
  const others = (taken: RosterFirm | null) =>
    props.firms.filter(({ enterpriseId }) => enterpriseId !== taken?.enterpriseId)
  return (
    <form
      class="editor"
      onSubmit={(event) => {
        event.preventDefault()
        save(event.currentTarget)
      }}
    >
      <FirmChoice
        label={t("assess.transfers.from")}
        firms={others(to())}
        chosen={from()}
        onChoose={setFrom}
      />
      <FirmChoice
        label={t("assess.transfers.to")}
        firms={others(from())}
        chosen={to()}
        onChoose={setTo}
      />
      <label class="field">
        <span>{t("assess.transfers.power")}</span>
        <input class="input" name="power" type="number" required min="0.0001" step="any" />
      </label>
      <label class="field">
        <span>{t("assess.evidence")}</span>
        <textarea class="input" name="evidence" rows="2" required maxlength="1000" />
      </label>
      <FormFoot {...props} ready={from() !== null && to() !== null} />
    </form>
  )
}
