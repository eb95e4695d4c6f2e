import { createSignal, For, Show } from "solid-js"
import { answer, api } from "../api.ts"
import { useText } from "../text/language.tsx"
import { Icon } from "../ui/Icon.tsx"

/** The endings that the server takes. */
const ENDINGS = ".png,.jpg,.jpeg,.webp,.pdf,.docx,.xlsx"

/** Files that a form brings along; they go to the parcel, where planning, assessment and leadership see them. */
export function createFiles(parcelId: () => number) {
  const [files, setFiles] = createSignal<readonly File[]>([])
  /** Files that were taken already: another attempt does not send them again. */
  const sent = new Map<File, string>()
  const send = async (file: File) => {
    const known = sent.get(file)
    if (known) return known
    const query = { parcel: String(parcelId()), filename: file.name, circle: "staff" as const }
    const { id } = await answer(
      api.attachments.$post(
        { query },
        { init: { body: file, headers: { "content-type": "application/octet-stream" } } },
      ),
    )
    sent.set(file, id)
    return id
  }
  return {
    files,
    add: (list: FileList | null | undefined) => setFiles((all) => [...all, ...(list ?? [])]),
    drop: (file: File) => setFiles((all) => all.filter((one) => one !== file)),
    /** Sends what is not sent yet, one after the other. @throws Refusal as the server says */
    sendAll: async (): Promise<string[]> => {
      const ids: string[] = []
      for (const file of files()) ids.push(await send(file))
      return ids
    },
  }
}

/** A place to choose files or drop them on. */
export function FileField(props: { label: string; files: ReturnType<typeof createFiles> }) {
  const { t } = useText()
  return (
    <div class="field">
      <label
        class="file-drop"
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault()
          props.files.add(event.dataTransfer?.files)
        }}
      >
        <Icon name="upload" size={18} />
        <span>
          {props.label}
          <span class="quiet block">{t("files.kinds")}</span>
        </span>
        <input
          class="unseen"
          type="file"
          multiple
          accept={ENDINGS}
          onChange={(event) => {
            props.files.add(event.currentTarget.files)
            event.currentTarget.value = ""
          }}
        />
      </label>
      <Show when={props.files.files().length > 0}>
        <ul class="file-list">
          <For each={props.files.files()}>
            {(file) => (
              <li>
                <span>{file.name}</span>
                <button type="button" class="link" onClick={() => props.files.drop(file)}>
                  {t("files.drop")}
                  <span class="unseen"> {file.name}</span>
                </button>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </div>
  )
}
