import { createSignal, onCleanup } from "solid-js"
import { useText } from "../text/language.tsx"
import { Icon } from "../ui/Icon.tsx"
import { IconButton } from "../ui/IconButton.tsx"

/** For so long the button says that it is done. */
const SAID_MS = 2_000

/** Puts an address on the clipboard; where the browser forbids that, it is shown to be copied by hand. */
function createCopy(address: () => string) {
  const { t } = useText()
  const [copied, setCopied] = createSignal(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  onCleanup(() => clearTimeout(timer))
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(address())
    } catch {
      // Without https a browser has no clipboard.
      prompt(t("page.copy"), address())
      return
    }
    setCopied(true)
    clearTimeout(timer)
    timer = setTimeout(() => setCopied(false), SAID_MS)
  }
  return { copied, copy }
}

/** Copies the address of this page. */
export function CopyLink() {
  const { t } = useText()
  const { copied, copy } = createCopy(() => location.href)
  return (
    <button type="button" class="button" onClick={() => void copy()}>
      <Icon name={copied() ? "check" : "link"} size={16} />
      <span aria-live="polite">{copied() ? t("page.copied") : t("page.copy")}</span>
    </button>
  )
}

/** The same as a drawing alone, for the address of another page. */
export function CopyLinkIcon(props: { path: string }) {
  const { t } = useText()
  const { copied, copy } = createCopy(() => new URL(props.path, location.origin).href)
  return (
    <IconButton
      icon={copied() ? "check" : "link"}
      label={copied() ? t("page.copied") : t("page.copy")}
      onClick={() => void copy()}
    />
  )
}
