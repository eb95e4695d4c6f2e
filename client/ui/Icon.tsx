import { ICONS, type IconName } from "./icons.ts"

/** A drawing that says nothing of its own: the control around it carries the name. */
export const Icon = (props: { name: IconName; size?: number }) => (
  <svg
    class="icon"
    viewBox="0 0 20 20"
    width={props.size ?? 18}
    height={props.size ?? 18}
    aria-hidden="true"
  >
    <path d={ICONS[props.name]} />
  </svg>
)
