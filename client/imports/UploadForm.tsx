import { createSignal, Show } from "solid-js"
import { problemOf } from "../api.ts"
import { useText } from "../text/language.tsx"
import { Choice } from "../ui/Choice.tsx"
import { createSubmit } from "../ui/createSubmit.ts"
import { Failure } from "../ui/Failure.tsx"
import { Icon } from "../ui/Icon.tsx"
import type { createUpload } from "./createUpload.ts"
import { DRAWN, ENDINGS } from "./kinds.ts"
import type { Import, UploadKind } from "./shapes.ts"

/** Choosing what a file holds and sending it. Nothing is written before the next page is confirmed. */
export function UploadForm(props: {
  kinds: readonly UploadKind[]
  upload: ReturnType<typeof createUpload>
  onUploaded: (uploaded: { view: Import; file: File }) => void
}) {
  const { t, name, figures } = useText()
  const [kind, setKind] = createSignal<UploadKind>(props.kinds[0]!)
  const [over, setOver] = createSignal(false)
  let form!: HTMLFormElement

  const { failure, submit } = createSubmit(async (file: File) => {
    const given = new FormData(form)
    const asked = (field: string) => {
      const value = String(given.get(field) ?? "").trim()
      return value === "" ? {} : { [field]: value }
    }
    const parameters = { kind: kind(), ...asked("crs"), ...asked("encoding"), ...asked("layer") }
    props.onUploaded(await props.upload.send(file, parameters))
  })
  const send = (file: File | undefined) => {
    if (file && !props.upload.progress()) void submit(file)
  }

  return (
    <form
      class="upload"
      ref={(element) => (form = element)}
      onSubmit={(event) => event.preventDefault()}
    >
      <h1>{t("imports.new")}</h1>
      <p class="lead">{t("imports.lead")}</p>
      <Choice
        label={t("imports.kind")}
        showLabel
        value={kind()}
        options={props.kinds.map((value) => ({ value, label: name("import-kind", value) }))}
        onChange={setKind}
      />
      <p class="note">{name("import-kind-help", kind())}</p>
      <Show
        when={props.upload.progress()}
        fallback={
          <label
            class="drop"
            data-over={over() ? "" : undefined}
            onDragOver={(event) => {
              event.preventDefault()
              setOver(true)
            }}
            onDragLeave={() => setOver(false)}
            onDrop={(event) => {
              event.preventDefault()
              setOver(false)
              send(event.dataTransfer?.files[0])
            }}
          >
            <Icon name="upload" size={28} />
            <strong>{t("imports.choose")}</strong>
            <span class="quiet">{DRAWN.has(kind()) ? t("imports.drawn") : t("imports.table")}</span>
            <input
              class="unseen"
              type="file"
              accept={DRAWN.has(kind()) ? ENDINGS.drawn : ENDINGS.table}
              onChange={(event) => {
                send(event.currentTarget.files?.[0])
                event.currentTarget.value = ""
              }}
            />
          </label>
        }
      >
        {(progress) => (
          <div class="drop drop-busy" role="status">
            <Show
              when={progress().stage === "sending" ? progress() : null}
              fallback={
                <>
                  <span class="spinner" aria-hidden="true" />
                  <strong>{t("imports.reading")}</strong>
                </>
              }
            >
              {(sending) => {
                const share = () => {
                  const now = sending()
                  return now.stage === "sending" ? now.share : 1
                }
                return (
                  <>
                    <strong>{t("imports.sending")}</strong>
                    <progress max="1" value={share()} aria-label={t("imports.sending")} />
                    <span class="quiet">{figures().percent(share(), 0)}</span>
                  </>
                )
              }}
            </Show>
            <button type="button" class="button" onClick={() => props.upload.cancel()}>
              {t("cancel")}
            </button>
          </div>
        )}
      </Show>
      <Show when={failure()}>{(failed) => <Failure told={problemOf(failed().error)} />}</Show>
      <details class="more">
        <summary>{t("imports.known")}</summary>
        <div class="upload-known">
          <Show when={DRAWN.has(kind())}>
            <label class="field">
              <span>{t("imports.crs")}</span>
              <input
                class="input"
                name="crs"
                inputmode="numeric"
                placeholder="4527"
                maxlength="12"
              />
            </label>
            <label class="field">
              <span>{t("imports.layer")}</span>
              <input class="input" name="layer" maxlength="200" />
            </label>
          </Show>
          <label class="field">
            <span>{t("imports.encoding")}</span>
            <input class="input" name="encoding" placeholder="gb18030" maxlength="40" />
          </label>
        </div>
      </details>
    </form>
  )
}
