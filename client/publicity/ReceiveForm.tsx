import { createMemo, createSignal, For, Show } from "solid-js"
import { answer, api, problemOf } from "../api.ts"
import { useText } from "../text/language.tsx"
import { Failure } from "../ui/Failure.tsx"
import { useRenew } from "./createPublicity.ts"
import type { Publicity, ShownFirm } from "./shapes.ts"
import { createSubmit } from "../ui/createSubmit.ts"

/** Firms that are offered; whoever looks for another types more. */
const MOST_HITS = 6
const ENDINGS = ".pdf,.png,.jpg,.jpeg,.webp,.docx,.xlsx"

/** Takes down what a firm says against what is shown of it. */
export function ReceiveForm(props: { shown: Publicity; onDone: () => void }) {
  const { t } = useText()
  const renew = useRenew()
  const [wanted, setWanted] = createSignal("")
  const [firm, setFirm] = createSignal<ShownFirm | null>(null)
  const [content, setContent] = createSignal("")
  const [claimant, setClaimant] = createSignal("")
  const [files, setFiles] = createSignal<readonly File[]>([])
  /** Files that were taken already: another attempt does not send them again. */
  const sent = new Map<File, string>()
  const hits = createMemo(() => {
    const text = wanted().trim().toLowerCase()
    if (text === "") return []
    return props.shown.content
      .filter(
        ({ name, creditCode }) =>
          name.toLowerCase().includes(text) || creditCode.toLowerCase().includes(text),
      )
      .slice(0, MOST_HITS)
  })
  const sendFile = async (enterpriseId: number, file: File) => {
    const known = sent.get(file)
    if (known) return known
    const { id } = await answer(
      api.attachments.$post(
        { query: { enterprise: String(enterpriseId), filename: file.name } },
        { init: { body: file, headers: { "content-type": "application/octet-stream" } } },
      ),
    )
    sent.set(file, id)
    return id
  }
  const {
    busy,
    failure,
    submit: send,
  } = createSubmit(async () => {
    const chosen = firm()
    if (!chosen) return
    const attachmentIds: string[] = []
    for (const file of files()) attachmentIds.push(await sendFile(chosen.enterpriseId, file))
    await answer(
      api.assessments.publicity[":id"].appeals.$post({
        param: { id: String(props.shown.id) },
        json: {
          enterpriseId: chosen.enterpriseId,
          content: content(),
          claimant: claimant(),
          attachmentIds,
        },
      }),
    )
    await renew()
    props.onDone()
  })
  const choose = (one: ShownFirm | null) => {
    setFirm(one)
    sent.clear()
  }
  return (
    <form
      class="publicity-panel editor"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <Show
        when={firm()}
        fallback={
          <div class="publicity-choose">
            <label class="field">
              <span>{t("publicity.firm")}</span>
              <input
                class="input"
                type="search"
                autocomplete="off"
                placeholder={t("publicity.search")}
                maxlength="64"
                value={wanted()}
                onInput={(event) => setWanted(event.currentTarget.value)}
                onKeyDown={(event) => {
                  if (event.key !== "Enter" || event.isComposing) return
                  event.preventDefault()
                  const [only, ...others] = hits()
                  if (only && others.length === 0) choose(only)
                }}
              />
            </label>
            <Show when={wanted().trim() !== ""}>
              <ul class="publicity-hits" aria-label={t("publicity.hits")}>
                <For
                  each={hits()}
                  fallback={<li class="quiet publicity-hit">{t("publicity.not-shown")}</li>}
                >
                  {(hit) => (
                    <li>
                      <button type="button" class="publicity-hit" onClick={() => choose(hit)}>
                        <span>{hit.name}</span>
                        <span class="quiet mono">{hit.creditCode}</span>
                      </button>
                    </li>
                  )}
                </For>
              </ul>
            </Show>
          </div>
        }
      >
        {(chosen) => (
          <p class="publicity-chosen">
            <b>{chosen().name}</b> <span class="quiet mono">{chosen().creditCode}</span>
            <button type="button" class="link" onClick={() => choose(null)}>
              {t("publicity.other-firm")}
            </button>
          </p>
        )}
      </Show>
      <label class="field">
        <span>{t("publicity.content")}</span>
        <textarea
          class="input"
          rows="4"
          required
          maxlength="5000"
          value={content()}
          onInput={(event) => setContent(event.currentTarget.value)}
        />
      </label>
      <div class="publicity-two">
        <label class="field">
          <span>{t("publicity.claimant")}</span>
          <input
            class="input"
            required
            maxlength="200"
            placeholder={t("publicity.claimant.example")}
            value={claimant()}
            onInput={(event) => setClaimant(event.currentTarget.value)}
          />
        </label>
        <label class="field">
          <span>{t("publicity.files")}</span>
          <input
            class="input"
            type="file"
            multiple
            accept={ENDINGS}
            onChange={(event) => setFiles([...(event.currentTarget.files ?? [])])}
          />
        </label>
      </div>
      <Show when={failure()}>{(failed) => <Failure told={problemOf(failed().error)} />}</Show>
      <div class="modal-foot">
        <button type="button" class="button" onClick={() => props.onDone()}>
          {t("cancel")}
        </button>
        <button type="submit" class="button button-main" disabled={busy() || firm() === null}>
          {t(busy() ? "scheme.saving" : "publicity.take")}
        </button>
      </div>
    </form>
  )
}
