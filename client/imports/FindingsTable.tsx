import { For, Show } from "solid-js"
import { useText } from "../text/language.tsx"
import { Badge } from "../ui/Badge.tsx"
import type { Tone } from "../ui/Notice.tsx"
import type { Finding, Import } from "./shapes.ts"

const TONES: Record<Finding["severity"], Tone> = { error: "danger", warning: "warn", info: "plain" }

/** What is wrong or strange in the file, with its place. */
export function FindingsTable(props: {
  findings: readonly Finding[]
  totals: Import["totals"]
}) {
  const { t, name, figures } = useText()
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
            <For each={props.findings}>
              {(finding) => (
                <tr>
                  <td>
                    <Badge tone={TONES[finding.severity]}>{name("severity", finding.severity)}</Badge>
                  </td>
                  <td class="number">{finding.row ?? t("imports.whole-file")}</td>
                  <td>{finding.pointer}</td>
                  <td>{finding.message}</td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
        <Show when={all() > props.findings.length}>
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
