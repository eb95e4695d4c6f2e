import { createSignal, For, Show } from "solid-js"
import { answer, api, problemOf } from "../api.ts"
import { useText } from "../text/language.tsx"
import { Icon } from "../ui/Icon.tsx"
import { StepButtons } from "../ui/StepButtons.tsx"
import { useRenewNotices } from "./createNotices.ts"
import { ServiceDialog } from "./ServiceDialog.tsx"
import type { NoticeRights, NoticeRow, NoticeStep } from "./shapes.ts"

const FORMATS = { pdf: "PDF", docx: "DOCX" } as const

/** The steps that the reader can take a document through, and its files once it is issued. */
export function NoticeActions(props: { notice: NoticeRow; rights: NoticeRights }) {
  const { t, name } = useText()
  const renew = useRenewNotices()
  const [serving, setServing] = createSignal(false)
  const steps = (): NoticeStep[] => {
    const { own, state } = props.notice
    if (state === "drawn" && own) return props.rights.settles ? ["withdrawn"] : []
    if (own || !props.rights.approves) return []
    return state === "drawn" ? ["returned", "approved"] : state === "issued" ? ["revoked"] : []
  }
  const take = async (step: NoticeStep, why: string | null) => {
    await answer(
      api.flags.notices[":id"].steps.$post({
        param: { id: String(props.notice.id) },
        json: { step, why },
      }),
    )
    await renew()
  }
  return (
    <div class="page-actions notice-actions">
      <Show when={props.notice.state === "drawn" && props.notice.own}>
        <p class="quiet">{t("notice.own")}</p>
      </Show>
      <For each={props.notice.files}>
        {({ format }) => (
          <a
            class="button"
            href={api.flags.notices[":id"].files[":format"].$path({
              param: { id: String(props.notice.id), format },
            })}
            download=""
          >
            <Icon name="download" size={16} />
            {FORMATS[format]}
            <span class="unseen"> {name("notice-kind", props.notice.kind)}</span>
          </a>
        )}
      </For>
      <Show when={props.rights.settles && props.notice.state === "issued"}>
        <button type="button" class="button" onClick={() => setServing(true)}>
          {t(props.notice.service ? "notice.service.correct" : "notice.service")}
        </button>
      </Show>
      <StepButtons
        steps={steps()}
        labelOf={(step) => name("notice-do", step)}
        meaningOf={(step) => t(`notice.ask.${step}`)}
        needsWhy={(step) => step !== "approved"}
        isMain={(step) => step === "approved"}
        reasonLabel={(isNeeded) => t(isNeeded ? "form.why" : "form.why.optional")}
        take={take}
        toldOf={problemOf}
      />
      <Show when={serving()}>
        <ServiceDialog notice={props.notice} onClose={() => setServing(false)} />
      </Show>
    </div>
  )
}
