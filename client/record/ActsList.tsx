import { For, Show } from "solid-js"
import { actorName } from "../text/actor.ts"
import { useText } from "../text/language.tsx"
import type { Act } from "./shapes.ts"

/** Who changed what, when and why; the latest first. */
export function ActsList(props: { acts: readonly Act[] }) {
  const { t, name, figures } = useText()
  return (
    <ul class="acts">
      <For each={props.acts}>
        {(act) => (
          <li>
            <span class="quiet">{act.at ? figures().instant(act.at) : "—"}</span>{" "}
            {name("act", act.kind ?? "")}
            <Show when={act.actor}>
              {(actor) => (
                <span class="quiet">
                  {" "}
                  · {actorName(actor(), t)}
                  <Show when={act.role}>
                    {(role) => <> ({name("role", role().replace("Granted", ""))})</>}
                  </Show>
                </span>
              )}
            </Show>
            <Show when={act.why}>
              <span class="block quiet">{act.why}</span>
            </Show>
          </li>
        )}
      </For>
    </ul>
  )
}
