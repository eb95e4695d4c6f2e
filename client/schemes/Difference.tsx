import { createMemo, For, Match, Show, Switch } from "solid-js"
import { problemOf } from "../api.ts"
import { NONE } from "../text/figures.ts"
import { useText } from "../text/language.tsx"
import { Choice } from "../ui/Choice.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import { createDifference, createSchemes } from "./createSchemes.ts"
import { writePlace } from "./place.ts"
import type { Open, SchemeVersion } from "./shapes.ts"
import { useSchemeText } from "./useSchemeText.ts"

/** Where this version differs from another of its scheme, place by place. */
export function Difference(props: { version: SchemeVersion; against: number | null; open: Open }) {
  const { t } = useText()
  const text = useSchemeText()
  const schemes = createSchemes()
  const others = createMemo(() =>
    (schemes.data?.items ?? []).filter(
      ({ schemeId, version }) =>
        schemeId === props.version.schemeId && version !== props.version.version,
    ),
  )
  /** The version before this one, unless another is asked for. */
  const against = () =>
    props.against ??
    others().find(({ version }) => version < props.version.version)?.version ??
    others()[0]?.version ??
    null
  const difference = createDifference(
    () => props.version.schemeId,
    against,
    () => props.version.version,
  )
  const place = () => ({ screen: "version" as const, id: props.version.schemeId })
  return (
    <Show when={others().length > 0}>
      <section class="scheme-block" aria-labelledby="scheme-difference">
        <div class="scheme-block-head">
          <h2 id="scheme-difference">{t("scheme.difference")}</h2>
          <Choice
            label={t("scheme.against")}
            value={String(against() ?? "")}
            options={others().map(({ version, state }) => ({
              value: String(version),
              label: `${t("scheme.version-of", { version })} · ${text.state(state)}`,
            }))}
            onChange={(wanted) =>
              props.open(
                writePlace({
                  ...place(),
                  version: props.version.version,
                  against: Number(wanted),
                }),
              )
            }
          />
        </div>
        <Switch>
          <Match when={difference.isError}>
            <Failure told={problemOf(difference.error)} onRetry={() => void difference.refetch()} />
          </Match>
          <Match when={difference.isPending}>
            <Waiting>{t("scheme.wait.difference")}</Waiting>
          </Match>
          <Match when={difference.data?.changes.length === 0}>
            <p class="note">{t("scheme.difference.none")}</p>
          </Match>
          <Match when={difference.data}>
            {(data) => (
              <div class="scheme-frame">
                <table class="table scheme-table">
                  <caption class="unseen">{t("scheme.difference")}</caption>
                  <thead>
                    <tr>
                      <th scope="col">{t("scheme.place")}</th>
                      <th scope="col">{t("scheme.version-of", { version: data().from })}</th>
                      <th scope="col">{t("scheme.version-of", { version: data().to })}</th>
                    </tr>
                  </thead>
                  <tbody>
                    <For each={data().changes}>
                      {(change) => (
                        <tr>
                          <th scope="row">{text.place(change.path)}</th>
                          <td>
                            <Show when={change.before} fallback={<span class="none">{NONE}</span>}>
                              {(before) => (
                                <del class="scheme-before">{text.value(change.path, before())}</del>
                              )}
                            </Show>
                          </td>
                          <td>
                            <Show when={change.after} fallback={<span class="none">{NONE}</span>}>
                              {(after) => (
                                <ins class="scheme-after">{text.value(change.path, after())}</ins>
                              )}
                            </Show>
                          </td>
                        </tr>
                      )}
                    </For>
                  </tbody>
                </table>
              </div>
            )}
          </Match>
        </Switch>
      </section>
    </Show>
  )
}
