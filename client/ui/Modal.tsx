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
}) => (
  // The page behind is still by the veil; held still by the library, it would stay so after a menu of the dialog.
  <Dialog open={props.open} onOpenChange={(open) => !open && props.onClose()} preventScroll={false}>
    <Dialog.Portal>
      <Dialog.Overlay class="veil" />
      <div class="modal-place">
        <Dialog.Content class="modal">
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
