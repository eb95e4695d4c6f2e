import { For, Show } from "solid-js"
import { daysBetween } from "../../geodata/days.ts"
import { NONE } from "../text/figures.ts"
import { useText } from "../text/language.tsx"
import { Notice } from "../ui/Notice.tsx"
import type { Move } from "./moved.ts"

/** What a record has just moved: from which day to which. */
export function Moves(props: { moves: readonly Move[] }) {
  const { t, name } = useText()
  const told = (move: Move): string => {
    if (move.what === "state")
      return t("idle.moved.state", {
        from: name("clock-state", move.from),
        to: name("clock-state", move.to),
      })
    const what = t(`idle.moved.${move.what}`)
    const [from, to] = [move.from ?? NONE, move.to ?? NONE]
    if (!move.from || !move.to) return t("idle.moved.day", { what, from, to })
    const days = daysBetween(move.from, move.to)
    return t(days > 0 ? "idle.moved.later" : "idle.moved.earlier", {
      what,
      from,
      to,
      count: Math.abs(days),
    })
  }
  return (
    <div class="idle-moves">
      <Notice tone="good" title={t("idle.moved")}>
        <Show when={props.moves.length > 0} fallback={t("idle.moved.none")}>
          <ul>
            <For each={props.moves}>{(move) => <li>{told(move)}</li>}</For>
          </ul>
        </Show>
      </Notice>
    </div>
  )
}
