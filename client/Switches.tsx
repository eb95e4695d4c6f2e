import type { Address } from "./address.ts"
import { useText } from "./text/language.tsx"
import { IconButton } from "./ui/IconButton.tsx"

/** Language and look; both stand in the address. */
export function Switches(props: { address: Address; look: "light" | "dark" }) {
  const { t, language } = useText()
  const { change } = props.address
  return (
    <div class="switches">
      <button
        type="button"
        class="quiet-button"
        lang={language() === "zh" ? "en" : "zh-CN"}
        onClick={() => change({ language: language() === "zh" ? "en" : null })}
      >
        {language() === "zh" ? "English" : "中文"}
      </button>
      <IconButton
        icon={props.look === "dark" ? "sun" : "moon"}
        label={props.look === "dark" ? t("look.light") : t("look.dark")}
        onClick={() => change({ look: props.look === "dark" ? "light" : "dark" })}
      />
    </div>
  )
}
