import { Show } from "solid-js"
import { useText } from "../text/language.tsx"
import { Icon } from "../ui/Icon.tsx"
import type { IconName } from "../ui/icons.ts"
import type { Hit } from "./createSearch.ts"

const ICON: Record<Hit["kind"], IconName> = {
  parcel: "frame",
  enterprise: "building",
  road: "road",
  zone: "extent",
}

/** One thing that was found: what it is, its name, and by what it was found where the name does not tell. */
export function HitRow(props: {
  hit: Hit
  id: string
  active: boolean
  onPoint: () => void
  onChoose: () => void
}) {
  const { t } = useText()
  const why = () => {
    const { matched, formerName } = props.hit
    if (matched === "formerName") return t("search.former", { name: formerName ?? "" })
    return matched === "pinyin" || matched === "initials" ? t("search.by-pinyin") : ""
  }
  const detail = () => [props.hit.detail, why()].filter(Boolean).join(" · ")
  return (
    <div
      class="hit"
      role="option"
      id={props.id}
      aria-selected={props.active}
      onPointerMove={() => props.onPoint()}
      onPointerDown={(event) => event.preventDefault()}
      onClick={() => props.onChoose()}
    >
      <Icon name={ICON[props.hit.kind]} size={16} />
      <span class="hit-name">{props.hit.name ?? t("parcel.unnamed")}</span>
      <span class="hit-kind">{t(`search.kind.${props.hit.kind}`)}</span>
      <Show when={detail()}>{(text) => <span class="hit-detail">{text()}</span>}</Show>
    </div>
  )
}
