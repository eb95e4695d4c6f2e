import { Dialog } from "@kobalte/core/dialog"
import { Match, Switch } from "solid-js"
import { problemOf } from "../api.ts"
import { useText } from "../text/language.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Icon } from "../ui/Icon.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import { createLand } from "./createAssessment.ts"
import { LandTable } from "./LandTable.tsx"

/** Beside the roster: how a firm's mu of the year came about. Esc closes it. */
export function LandDrawer(props: {
  year: number
  enterpriseId: number
  name: string
  open: (path: string) => void
  onClose: () => void
}) {
  const { t } = useText()
  const land = createLand(
    () => props.year,
    () => props.enterpriseId,
  )
  // The library returns to a trigger of its own; this one is opened by a row.
  let opener: Element | null = null
  return (
    <Dialog open onOpenChange={(open) => !open && props.onClose()} preventScroll={false}>
      <Dialog.Portal>
        <Dialog.Overlay class="veil" />
        <Dialog.Content
          class="drawer"
          onOpenAutoFocus={() => (opener = document.activeElement)}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            if (opener instanceof HTMLElement) opener.focus({ preventScroll: true })
          }}
        >
          <div class="modal-head">
            <div>
              <Dialog.Title class="modal-title">{t("assess.land-came")}</Dialog.Title>
              <Dialog.Description class="quiet">
                {props.name} · {t("year.of", { year: props.year })}
              </Dialog.Description>
            </div>
            <Dialog.CloseButton class="icon-button" aria-label={t("close")}>
              <Icon name="close" />
            </Dialog.CloseButton>
          </div>
          <Switch>
            <Match when={land.isError}>
              <Failure told={problemOf(land.error)} onRetry={() => void land.refetch()} />
            </Match>
            <Match when={land.isPending}>
              <Waiting>{t("assess.wait.land")}</Waiting>
            </Match>
            <Match when={land.data}>
              {(data) => (
                <>
                  <LandTable ledger={data()} open={props.open} />
                  <p class="note">{t("assess.section.land.note")}</p>
                </>
              )}
            </Match>
          </Switch>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog>
  )
}
