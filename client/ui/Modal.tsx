import { Dialog } from "@kobalte/core/dialog"
import type { JSX } from "solid-js"
import { Icon } from "./Icon.tsx"

/** A dialog over the page: Esc and the veil close it, focus stays inside and returns. */
export const Modal = (props: {
  open: boolean
  title: string
  closeLabel: string
  onClose: () => void
  children: JSX.Element
}) => {
  // The library returns to a trigger of its own; ours are opened by anything.
  let opener: Element | null = null
  return (
    // The page behind is still by the veil; held still by the library, it would stay so after a menu of the dialog.
    <Dialog
      open={props.open}
      onOpenChange={(open) => !open && props.onClose()}
      preventScroll={false}
    >
      <Dialog.Portal>
        <Dialog.Overlay class="veil" />
        <div class="modal-place">
          <Dialog.Content
            class="modal"
            onOpenAutoFocus={() => (opener = document.activeElement)}
            onCloseAutoFocus={(event) => {
              event.preventDefault()
              if (opener instanceof HTMLElement) opener.focus({ preventScroll: true })
            }}
          >
            <div class="modal-head">
              <Dialog.Title class="modal-title">{props.title}</Dialog.Title>
              <Dialog.CloseButton class="icon-button" aria-label={props.closeLabel}>
                <Icon name="close" />
              </Dialog.CloseButton>
            </div>
            {props.children}
          </Dialog.Content>
        </div>
      </Dialog.Portal>
    </Dialog>
  )
}
