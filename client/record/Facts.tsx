import { For, type JSX, Show } from "solid-js"
import { NONE } from "../text/figures.ts"

export type Fact = {
  label: string
  /** null: not known, shown as a dash; undefined: not of this audience, not shown. */
  value: string | null | undefined
  note?: JSX.Element
}

/** Names and what they are, in two columns. */
export const Facts = (props: { facts: readonly Fact[] }) => (
  <dl class="facts">
    <For each={props.facts.filter(({ value }) => value !== undefined)}>
      {(fact) => (
        <div>
          <dt>{fact.label}</dt>
          <dd>
            {fact.value ?? NONE}
            <Show when={fact.note}>
              <span class="quiet"> {fact.note}</span>
            </Show>
          </dd>
        </div>
      )}
    </For>
  </dl>
)
