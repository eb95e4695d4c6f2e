import { createSignal, Show } from "solid-js"
import { api } from "../api.ts"
import { useText } from "../text/language.tsx"
import { Badge } from "../ui/Badge.tsx"
import { Icon } from "../ui/Icon.tsx"
import { Modal } from "../ui/Modal.tsx"
import type { Attachment } from "./shapes.ts"

const IMAGES: readonly Attachment["format"][] = ["png", "jpeg", "webp"]
const KB = 1024

/** One file: a picture of it where it is one, its name to save it by, who added it and when. */
export function FileRow(props: {
  file: Attachment
  busy: boolean
  onWithdraw: (back: boolean) => void
}) {
  const { t, name, figures } = useText()
  const [shown, setShown] = createSignal(false)
  const isWithdrawn = () => props.file.withdrawnAt !== null
  const isImage = () => IMAGES.includes(props.file.format) && !isWithdrawn()
  const param = () => ({ id: props.file.id })
  const address = () => api.attachments[":id"].$path({ param: param() })
  const picture = () => api.attachments[":id"].$path({ param: param(), query: { inline: "1" } })
  const named = () => props.file.filename ?? t("files.withdrawn")
  const size = () =>
    props.file.bytes < KB * KB
      ? `${figures().plain(Math.max(props.file.bytes / KB, 0.1), 1)} kB`
      : `${figures().plain(props.file.bytes / KB / KB, 1)} MB`
  return (
    <li class="file" data-withdrawn={isWithdrawn() ? "" : undefined}>
      <Show
        when={isImage()}
        fallback={
          <span class="file-kind" aria-hidden="true">
            {props.file.format === "jpeg" ? "JPG" : props.file.format.toUpperCase()}
          </span>
        }
      >
        <button
          type="button"
          class="file-picture"
          aria-label={t("files.preview", { name: named() })}
          onClick={() => setShown(true)}
        >
          <img src={picture()} alt="" loading="lazy" />
        </button>
      </Show>
      <div class="file-text">
        <Show when={!isWithdrawn()} fallback={<span class="none">{named()}</span>}>
          <a class="link" href={address()} download="">
            {named()}
          </a>
        </Show>
        <span class="quiet">
          {size()} · {props.file.author.displayName} {name("role", props.file.author.role)} ·{" "}
          {figures().instant(props.file.createdAt)}
        </span>
      </div>
      <Badge>{name("circle", props.file.circle)}</Badge>
      <Show when={!isWithdrawn()}>
        <a
          class="icon-button"
          href={address()}
          download=""
          aria-label={t("files.download", { name: named() })}
        >
          <Icon name="download" />
        </a>
      </Show>
      <Show when={props.file.own}>
        <button
          type="button"
          class="quiet-button"
          disabled={props.busy}
          onClick={() => props.onWithdraw(isWithdrawn())}
        >
          {isWithdrawn() ? t("comments.restore") : t("comments.withdraw")}
        </button>
      </Show>
      <Modal open={shown()} title={named()} closeLabel={t("close")} onClose={() => setShown(false)}>
        <img class="file-whole" src={picture()} alt={named()} />
      </Modal>
    </li>
  )
}
