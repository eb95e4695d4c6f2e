import "./views.css"
import { createEffect, Match, Switch } from "solid-js"
import { problemOf } from "../api.ts"
import type { MapState } from "../map/state.ts"
import { useText } from "../text/language.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Empty } from "../ui/Notice.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import { createViews } from "./createViews.ts"
import { addressOf } from "./query.ts"

/** What a link to a view comes to: the view, or word that it is not there for this role. */
export function OpenView(props: {
  id: string
  state: Pick<MapState, "language" | "look">
  /** Puts an address in the place of this one. */
  replace: (address: string) => void
  onLeave: () => void
}) {
  const { t } = useText()
  const views = createViews()
  createEffect(() => {
    const view = views.find(props.id)
    if (view) props.replace(addressOf(view.query, props.state))
  })
  return (
    <main class="full">
      <Switch fallback={<Waiting>{t("views.wait")}</Waiting>}>
        <Match when={views.query.isError}>
          <Failure told={problemOf(views.query.error)} onRetry={() => void views.query.refetch()} />
        </Match>
        <Match when={views.query.isSuccess && !views.query.isFetching && !views.find(props.id)}>
          <Empty
            title={t("views.gone")}
            action={
              <button type="button" class="button" onClick={() => props.onLeave()}>
                {t("views.gone.leave")}
              </button>
            }
          >
            {t("views.gone.help")}
          </Empty>
        </Match>
      </Switch>
    </main>
  )
}
