import { createSignal, For, type JSX, Show } from "solid-js"
import type { Circle } from "../comments/shapes.ts"
import { useText } from "../text/language.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Icon } from "../ui/Icon.tsx"
import type { createSending } from "./createSending.ts"

/** The endings that the server takes. */
const ENDINGS = ".pdf,.png,.jpg,.jpeg,.webp,.docx,.xlsx"

/** A place to drop files on, how far they are, and what went wrong. */
export function SendFiles(props: {
  sending: ReturnType<typeof createSending>
  circle: Circle
  children: JSX.Element
}) {
  const { t, figures } = useText()
  const [over, setOver] = createSignal(false)
  const send = (files: FileList | null | undefined) =>
    void props.sending.send([...(files ?? [])], props.circle)
  return (
    <div class="send">
      <Show
        when={props.sending.sending()}
        fallback={
          <label
            class="send-drop"
            data-over={over() ? "" : undefined}
            onDragOver={(event) => {
              event.preventDefault()
              setOver(true)
            }}
            onDragLeave={() => setOver(false)}
            onDrop={(event) => {
              event.preventDefault()
              setOver(false)
              send(event.dataTransfer?.files)
            }}
          >
            <Icon name="upload" size={20} />
            <span>
              <strong>{t("files.choose")}</strong>
              <span class="quiet block">{t("files.kinds")}</span>
            </span>
            <input
              class="unseen"
              type="file"
              multiple
              accept={ENDINGS}
              onChange={(event) => {
                send(event.currentTarget.files)
                event.currentTarget.value = ""
              }}
            />
          </label>
        }
      >
        {(now) => (
          <div class="send-drop" role="status">
            <span class="send-now">
              <strong>
                {t(now().stage === "sending" ? "files.sending" : "files.checking", {
                  name: now().name,
                })}
              </strong>
              <progress max="1" value={now().share} aria-label={now().name} />
              <span class="quiet">
                {figures().percent(now().share, 0)}
                <Show when={props.sending.waiting().length > 0}>
                  {" "}
                  · {t("files.waiting", { count: props.sending.waiting().length })}
                </Show>
              </span>
            </span>
            <button type="button" class="button" onClick={() => props.sending.cancel()}>
              {t("cancel")}
            </button>
          </div>
        )}
      </Show>
      {props.children}
      <For each={props.sending.failed()}>
        {(failed) => (
          <div class="send-failed">
            <p class="short">{t("files.failed", { name: failed.name })}</p>
            <Failure told={props.sending.toldOf(failed)} />
          </div>
        )}
      </For>
    </div>
  )
}
