import { For, Show } from "solid-js"
import { useText } from "../text/language.tsx"
import { Badge } from "../ui/Badge.tsx"
import { crsName } from "./crsName.ts"
import type { Import } from "./shapes.ts"

/** What was recognised of the file: format, characters, coordinates, columns. */
export function SourceFacts(props: { view: Import }) {
  const { t, pick, name } = useText()
  const mapping = () => Object.entries(props.view.mapping)
  return (
    <section class="source">
      <h2>{t("imports.source")}</h2>
      <dl class="facts facts-wide">
        <div>
          <dt>{t("imports.format")}</dt>
          <dd>{props.view.format}</dd>
        </div>
        <Show when={props.view.layer}>
          <div>
            <dt>{t("imports.layer")}</dt>
            <dd>{props.view.layer}</dd>
          </div>
        </Show>
        <Show when={props.view.encoding}>
          <div>
            <dt>{t("imports.encoding")}</dt>
            <dd>{props.view.encoding}</dd>
          </div>
        </Show>
        <Show when={props.view.crs}>
          {(crs) => (
            <div>
              <dt>{t("imports.crs")}</dt>
              <dd>
                <Show when={crs().detected} fallback="—">
                  {(epsg) => (
                    <>
                      {pick(crsName(epsg()))} <span class="quiet">EPSG:{epsg()}</span>
                    </>
                  )}
                </Show>{" "}
                <Badge tone={crs().confidence === "sure" ? "good" : "warn"}>
                  {crs().confidence === "sure" ? t("imports.sure") : t("imports.unsure")}
                </Badge>
                <span class="block quiet">{crs().reason}</span>
              </dd>
            </div>
          )}
        </Show>
        <Show when={mapping().length > 0}>
          <div>
            <dt>{t("imports.mapping")}</dt>
            <dd>
              <ul class="mapping">
                <For each={mapping()}>
                  {([field, { column, unit }]) => (
                    <li>
                      <span>{column}</span> → {name("field", field)}
                      <Show when={unit}>
                        {(id) => <span class="quiet"> · {name("measure", id())}</span>}
                      </Show>
                    </li>
                  )}
                </For>
              </ul>
            </dd>
          </div>
        </Show>
      </dl>
    </section>
  )
}
