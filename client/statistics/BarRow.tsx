import { useText } from "../text/language.tsx"
import { Swatch } from "../ui/Swatch.tsx"

/** Land of one kind as a bar that narrows everything when pressed: its mu, its parcels, its share of `wholeMu`. */
export function BarRow(props: {
  colour: string
  pattern: Parameters<typeof Swatch>[0]["pattern"]
  code: string
  label: string
  land: { areaMu: number; parcels: number } | undefined
  wholeMu: number
  chosen: boolean
  /** Whether others were chosen and this was not. */
  out?: boolean
  disabled?: boolean
  onToggle: () => void
}) {
  const { figures } = useText()
  const areaMu = () => props.land?.areaMu ?? 0
  return (
    <li>
      <button
        type="button"
        class="bar-row"
        aria-pressed={props.chosen}
        data-out={props.out ? "" : undefined}
        disabled={props.disabled}
        onClick={() => props.onToggle()}
      >
        <Swatch colour={props.colour} pattern={props.pattern} code={props.code} />
        <span class="bar-label">{props.label}</span>
        <span class="bar-mu">{figures().fixed(areaMu(), 1)}</span>
        <span class="bar-count">{figures().count(props.land?.parcels ?? 0)}</span>
        <svg class="bar-length" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
          <rect
            width={props.wholeMu === 0 ? 0 : (areaMu() / props.wholeMu) * 100}
            height="4"
            fill={props.colour}
          />
        </svg>
      </button>
    </li>
  )
}
