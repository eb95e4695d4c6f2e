import { Link } from "../record/Link.tsx"
import { useText } from "../text/language.tsx"
import { writePlace } from "./place.ts"
import type { Open } from "./shapes.ts"

/** The name of a parcel, which leads to its case. */
export function CaseLink(props: { parcelId: number; name: string | null; open: Open }) {
  const { t } = useText()
  return (
    <Link
      class="idle-name"
      to={writePlace({ screen: "case", parcelId: props.parcelId })}
      open={props.open}
    >
      {props.name ?? t("parcel.unnamed")}
    </Link>
  )
}
