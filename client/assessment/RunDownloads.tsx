import { createMemo, Show } from "solid-js"
import { api } from "../api.ts"
import { useText } from "../text/language.tsx"
import { Icon } from "../ui/Icon.tsx"
import type { IconName } from "../ui/icons.ts"
import { createDownload } from "./createDownload.ts"
import type { FirmOfRun, Run } from "./shapes.ts"

type Download = ReturnType<typeof createDownload>

const runs = api.assessments.runs[":id"]

/** A run as a workbook, and the statements of all its firms. */
export function RunDownloads(props: { run: Run }) {
  const { t } = useText()
  const named = () => ({ year: props.run.fiscalYear, number: props.run.number })
  const asked = () => ({ param: { id: String(props.run.id) }, query: {} })
  const workbook = createDownload(
    (signal) => runs.workbook.$get(asked(), { init: { signal } }),
    () => t("assess.export.workbook.file", named()),
  )
  const statements = createDownload(
    (signal) => runs.statements.$get(asked(), { init: { signal } }),
    () => t("assess.export.statements.file", named()),
  )
  return (
    <>
      <DownloadButton
        icon="table"
        label={t("assess.export.workbook")}
        download={workbook}
        class="export"
      />
      <DownloadButton
        icon="download"
        label={t("assess.export.statements")}
        download={statements}
        class="export"
      />
    </>
  )
}

/** What a firm is told of its result, to be handed to it. */
export function StatementDownload(props: { told: FirmOfRun }) {
  const { t } = useText()
  const download = createDownload(
    (signal) =>
      runs.firms[":enterpriseId"].statement.$get(
        {
          param: {
            id: String(props.told.run.id),
            enterpriseId: String(props.told.firm.enterpriseId),
          },
          query: {},
        },
        { init: { signal } },
      ),
    () =>
      t("assess.export.statement.file", {
        year: props.told.run.fiscalYear,
        number: props.told.run.number,
        name: props.told.firm.name,
      }),
  )
  return (
    <DownloadButton
      icon="download"
      label={t("assess.export.statement")}
      download={download}
      class="export export-end"
    />
  )
}

function DownloadButton(props: {
  icon: IconName
  label: string
  download: Download
  class: string
}) {
  const { t } = useText()
  const told = createMemo(() => {
    const failed = props.download.failure()
    if (failed)
      return t("assess.export.failed", {
        name: props.label,
        why: failed.why ?? t("assess.export.broken"),
      })
    return props.download.isDone() ? t("assess.export.done") : null
  })
  const waiting = () => {
    const progress = props.download.progress()
    return progress ? t("assess.export.made", progress) : t("assess.export.making")
  }
  return (
    <span class={props.class}>
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
          {t("assess.export.stop")}
        </button>
      </Show>
    </span>
  )
}
