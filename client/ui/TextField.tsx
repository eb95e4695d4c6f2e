/** A line, a day or a number that is typed into a form. */
export const TextField = (props: {
  label: string
  value: string
  onInput: (value: string) => void
  type?: "text" | "date" | "number" | "datetime-local"
  required?: boolean
  min?: string | undefined
  max?: string | undefined
  placeholder?: string
}) => (
  <label class="field">
    <span>{props.label}</span>
    <input
      class="input"
      type={props.type ?? "text"}
      step={props.type === "number" ? "any" : undefined}
      maxlength={props.type ? undefined : "200"}
      required={props.required ?? false}
      min={props.min}
      max={props.max}
      placeholder={props.placeholder}
      value={props.value}
      onInput={(event) => props.onInput(event.currentTarget.value)}
    />
  </label>
)

/** Sentences that are typed into a form. */
export const LongField = (props: {
  label: string
  value: string
  onInput: (value: string) => void
  maxLength: number
  required?: boolean
}) => (
  <label class="field">
    <span>{props.label}</span>
    <textarea
      class="input"
      rows="3"
      maxlength={props.maxLength}
      required={props.required ?? false}
      value={props.value}
      onInput={(event) => props.onInput(event.currentTarget.value)}
    />
  </label>
)
