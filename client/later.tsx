import { type Component, createSignal, Match, Show, Switch } from "solid-js"
import { Dynamic } from "solid-js/web"
import { useText } from "./text/language.tsx"
import { Failure } from "./ui/Failure.tsx"
import { Waiting } from "./ui/Waiting.tsx"

/**
 * A component whose code is fetched when it is first shown: a whole screen, or a part of one that takes no place
 * until the wait for it is felt. Solid's own `lazy` needs a Suspense above, and
 * under a Suspense every query that loads would take the whole screen away.
 */
export function later<Props extends Record<string, unknown>>(
  load: () => Promise<Component<Props>>,
  size: "screen" | "part" = "screen",
): Component<Props> {
  const [component, setComponent] = createSignal<Component<Props>>()
  const [failed, setFailed] = createSignal(false)
  const fetch = () => {
    setFailed(false)
    load().then(
      (loaded) => setComponent(() => loaded),
      () => setFailed(true),
    )
  }
  return (props) => {
    const { t } = useText()
    if (!component()) fetch()
    return (
      <Switch
        fallback={
          <Show
            when={size === "screen"}
            fallback={
              <div class="part-wait">
                <Waiting>{t("wait.screen")}</Waiting>
              </div>
            }
          >
            <main class="full">
              <Waiting>{t("wait.screen")}</Waiting>
            </main>
          </Show>
        }
      >
        <Match when={component()}>{(loaded) => <Dynamic component={loaded()} {...props} />}</Match>
        <Match when={failed()}>
          <Show when={size === "screen"} fallback={<Failure told={null} onRetry={fetch} />}>
            <main class="full">
              <Failure told={null} onRetry={fetch} />
            </main>
          </Show>
        </Match>
      </Switch>
    )
  }
}
