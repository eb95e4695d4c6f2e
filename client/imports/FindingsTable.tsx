import { createSignal, For, Show } from "solid-js"
import { useText } from "../text/language.tsx"
import { Badge } from "../ui/Badge.tsx"
import type { Tone } from "../ui/Notice.tsx"
import type { Finding, Import } from "./shapes.ts"

const TONES: Record<Finding["severity"], Tone> = { error: "danger", warning: "warn", info: "plain" }

/** Findings in sight at first. */
const FIRST = 12

/** What is wrong or strange in the file, with its place. */
export function FindingsTable(props: { findings: readonly Finding[]; totals: Import["totals"] }) {
  const { t, name, names, figures } = useText()
  /** A field has a name; a cell or column of the file is its own. */
  const placeOf = (pointer: string) => (names("field", pointer) ? name("field", pointer) : pointer)
  const [whole, setWhole] = createSignal(false)
  const shown = () => (whole() ? props.findings : props.findings.slice(0, FIRST))
  const all = () => props.totals.reduce((sum, { count }) => sum + count, 0)
  return (
    <section class="findings">
      <h2>
        {t("imports.findings")} <span class="quiet">{figures().count(all())}</span>
      </h2>
      <Show
        when={props.findings.length > 0}
        fallback={<p class="note">{t("imports.findings.none")}</p>}
      >
        <table class="table table-wide">
          <thead>
            <tr>
              <th scope="col">{t("imports.severity")}</th>
              <th scope="col" class="number">
                {t("imports.row")}
              </th>
              <th scope="col">{t("imports.place")}</th>
              <th scope="col">{t("imports.message")}</th>
            </tr>
          </thead>
          <tbody>
            <For each={shown()}>
              {(finding) => (
                <tr>
                  <td>
                    <Badge tone={TONES[finding.severity]}>
                      {name("severity", finding.severity)}
                    </Badge>
                  </td>
                  <td class="number">{finding.row ?? t("imports.whole-file")}</td>
                  <td>{placeOf(finding.pointer)}</td>
                  <td>{finding.message}</td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
        <Show when={shown().length < props.findings.length}>
          <button type="button" class="button" onClick={() => setWhole(true)}>
            {t("imports.findings.all", { count: figures().count(props.findings.length) })}
          </button>
        </Show>
        <Show when={whole() && all() > props.findings.length}>
          <p class="note">
            {t("imports.findings.more", {
              shown: props.findings.length,
              all: figures().count(all()),
            })}
          </p>
        </Show>
      </Show>
    </section>
  )
}
