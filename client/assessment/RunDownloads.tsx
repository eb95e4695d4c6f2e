import { api } from "../api.ts"
import { createDownload } from "../record/createDownload.ts"
import { DownloadButton } from "../record/DownloadButton.tsx"
import { useText } from "../text/language.tsx"
import type { FirmOfRun, Run } from "./shapes.ts"

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
      <DownloadButton icon="table" label={t("assess.export.workbook")} download={workbook} />
      <DownloadButton icon="download" label={t("assess.export.statements")} download={statements} />
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
      atEnd
    />
  )
}
