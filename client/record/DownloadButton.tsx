import { createMemo, Show } from "solid-js"
import { useText } from "../text/language.tsx"
import { Icon } from "../ui/Icon.tsx"
import type { IconName } from "../ui/icons.ts"
import type { createDownload } from "./createDownload.ts"

type Download = ReturnType<typeof createDownload>

/** A button that asks for a file, tells how far it is, and keeps it when it is whole. */
export function DownloadButton(props: {
  icon: IconName
  label: string
  download: Download
  /** Stands at the end of a line: what is told of it stands before it. */
  atEnd?: boolean
}) {
  const { t } = useText()
  const told = createMemo(() => {
    const failed = props.download.failure()
    if (failed)
      return t("download.failed", {
        name: props.label,
        why: failed.why ?? t("download.broken"),
      })
    return props.download.isDone() ? t("download.done") : null
  })
  const waiting = () => {
    const progress = props.download.progress()
    return progress ? t("download.made", progress) : t("download.making")
  }
  return (
    <span class="export" classList={{ "export-end": props.atEnd ?? false }}>
      <button
        type="button"
        class="button"
        disabled={props.download.isBusy()}
        onClick={() => props.download.start()}
      >
        <Icon name={props.icon} size={16} />
        {props.label}
      </button>
      <span
        role="status"
        class="export-told"
        data-failed={props.download.failure() ? "" : undefined}
      >
        <Show when={props.download.isFelt()} fallback={told()}>
          <span class="spinner" aria-hidden="true" />
          <span class="quiet">{waiting()}</span>
        </Show>
      </span>
      <Show when={props.download.isFelt() && props.download.progress()}>
        <button type="button" class="button" onClick={() => props.download.stop()}>
          {t("download.stop")}
        </button>
      </Show>
    </span>
  )
}
