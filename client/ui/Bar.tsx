/** A share of a whole as a bar; more than the whole is drawn as the whole. */
export const Bar = (props: { share: number; label: string }) => (
  <svg
    class="bar"
    viewBox="0 0 100 6"
    preserveAspectRatio="none"
    role="img"
    aria-label={`${props.label} ${Math.round(props.share * 1000) / 10}%`}
  >
    <rect class="bar-ground" width="100" height="6" rx="1" />
    <rect class="bar-share" width={Math.min(Math.max(props.share, 0), 1) * 100} height="6" rx="1" />
  </svg>
)
