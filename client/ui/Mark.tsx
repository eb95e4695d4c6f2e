/** The sign of the product: a field of mu divided by its paths. */
export const Mark = (props: { size?: number }) => (
  <svg
    class="mark"
    viewBox="0 0 28 28"
    width={props.size ?? 26}
    height={props.size ?? 26}
    aria-hidden="true"
  >
    <rect class="mark-ground" x="1" y="1" width="26" height="26" rx="6" />
    <path
      class="mark-field"
      d="M6 6H13V12.5H6ZM15 6H22V9.5H15ZM15 11.5H22V22H15ZM6 14.5H13V22H6Z"
    />
  </svg>
)
