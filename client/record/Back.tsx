import { useText } from "../text/language.tsx"
import { Icon } from "../ui/Icon.tsx"
import { Link } from "./Link.tsx"
import type { Places } from "./shapes.ts"

/** Back to the map as it was left; to the whole map from a page that was opened by a link. */
export function Back(props: { address: Places; class?: string }) {
  const { t } = useText()
  const leave = () => {
    const origin = props.address.origin()
    if (origin) props.address.open(origin)
    else props.address.go("/")
  }
  return (
    <Link class={props.class ?? "record-back"} to={props.address.origin() ?? "/"} open={leave}>
      <Icon name="left" size={16} />
      {t("page.back")}
    </Link>
  )
}
