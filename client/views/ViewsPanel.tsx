import "./views.css"
import { Dialog } from "@kobalte/core/dialog"
import { createEffect, createSignal, For, type JSX, Match, on, Show, Switch } from "solid-js"
import { problemOf, type Session } from "../api.ts"
import { EMPTY_STATE, type MapState } from "../map/state.ts"
import { useText } from "../text/language.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Icon } from "../ui/Icon.tsx"
import { Empty } from "../ui/Notice.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import { sightOf } from "./createFitted.ts"
import { createViews, type ViewContent } from "./createViews.ts"
import { addressOf, queryOf } from "./query.ts"
import { SaveForm } from "./SaveForm.tsx"
import type { SavedView } from "./shapes.ts"
import { planMove } from "./tourOrder.ts"
import { TourList } from "./TourList.tsx"
import { useViewText } from "./useViewText.ts"
import { ViewRow } from "./ViewRow.tsx"

/** What the panel last did, said below its head; some of it can be taken back. */
type Told = { text: string; tone: "good" | "warn"; undo?: () => void }

const isStale = (error: unknown) => problemOf(error)?.status === 412

/** One's own views and those shared with one: open, save, share, and their order on the wall. */
export function ViewsPanel(props: {
  isOpen: boolean
  onClose: () => void
  session: Session
  state: MapState | null
  open: (address: string) => void
}) {
  const { t } = useText()
  const views = createViews()
  const { words, ofQuery } = useViewText()
  const sight = () => sightOf(props.session)
  const [told, setTold] = createSignal<Told | null>(null)

  const [panel, setPanel] = createSignal<HTMLElement>()
  // What was pressed may be gone with what it did: the keyboard goes on from here, and Esc still closes.
  createEffect(
    on(told, () =>
      requestAnimationFrame(() => {
        if (document.activeElement !== document.body) return
        const undo = panel()?.querySelector<HTMLElement>(".views-told button")
        ;(undo ?? panel())?.focus()
      }),
    ),
  )
  const say = (text: string, undo?: () => void) =>
    setTold({ text, tone: "good", ...(undo && { undo }) })
  /** Does one thing after the other, and says why not where it cannot. */
  const attempt = async (work: () => Promise<unknown>, done: () => void) => {
    try {
      await work()
      done()
    } catch (error) {
      const detail = problemOf(error)?.detail ?? t("failure.unreachable")
      const text = isStale(error) ? t("views.stale") : detail
      setTold({ text, tone: "warn" })
    }
  }
  const change = (view: SavedView, to: Partial<ViewContent>, text: string) =>
    void attempt(
      () => views.change(view, to),
      () => say(text),
    )
  const remove = (view: SavedView) =>
    void attempt(
      () => views.remove(view),
      () =>
        say(
          t("views.removed", { name: view.name }),
          () =>
            void attempt(
              () => views.restore(view),
              () => say(t("views.restored", { name: view.name })),
            ),
        ),
    )
  const move = (view: SavedView, to: number) => {
    const planned = planMove(views.tour(), view.id, to)
    if (!planned) return setTold({ text: t("views.no-room"), tone: "warn" })
    void attempt(
      async () => {
        for (const [id, tourOrder] of planned) await views.change(views.find(id)!, { tourOrder })
      },
      () => say(t("views.moved", { name: view.name, place: to + 1 })),
    )
  }
  const openView = ({ query }: SavedView) => {
    props.open(addressOf(query, props.state ?? EMPTY_STATE))
    props.onClose()
  }

  const row = (view: SavedView) => (
    <ViewRow
      view={view}
      words={ofQuery(view.query)}
      sight={sight()}
      tour={views.tour()}
      current={props.state !== null && queryOf(props.state) === view.query}
      screen={props.state && queryOf(props.state)}
      busy={views.busy()}
      onOpen={() => openView(view)}
      onChange={(to, text) => change(view, to, text)}
      onRemove={() => remove(view)}
      onTold={say}
    />
  )

  return (
    // The page itself never scrolls. Told to prevent it, the library looks for what does, and never ends.
    <Dialog
      open={props.isOpen}
      onOpenChange={(open) => !open && props.onClose()}
      preventScroll={false}
    >
      <Dialog.Portal>
        <Dialog.Overlay class="views-veil" />
        <Dialog.Content class="views-panel" ref={setPanel}>
          <div class="views-head">
            <Dialog.Title class="modal-title">{t("views.title")}</Dialog.Title>
            <Dialog.CloseButton class="icon-button" aria-label={t("close")}>
              <Icon name="close" />
            </Dialog.CloseButton>
          </div>
          <div class="views-told" role="status">
            <Show when={told()}>
              {(told) => (
                <p data-tone={told().tone}>
                  <span>{told().text}</span>
                  <Show when={told().undo}>
                    {(undo) => (
                      <button type="button" class="link" onClick={() => undo()()}>
                        {t("views.undo")}
                      </button>
                    )}
                  </Show>
                </p>
              )}
            </Show>
          </div>
          <div class="views-body">
            <Show when={props.state} fallback={<p class="note">{t("views.not-here")}</p>}>
              {(state) => (
                <SaveForm
                  words={words(state())}
                  busy={views.busy()}
                  onSave={(name, done) =>
                    void attempt(
                      () => views.save({ name, query: queryOf(state()) }),
                      () => {
                        done()
                        say(t("views.saved", { name }))
                      },
                    )
                  }
                />
              )}
            </Show>
            <Switch>
              <Match when={views.query.isPending}>
                <Waiting>{t("views.wait")}</Waiting>
              </Match>
              <Match when={views.query.isError}>
                <Failure
                  told={problemOf(views.query.error)}
                  onRetry={() => void views.query.refetch()}
                />
              </Match>
              <Match when={views.query.isSuccess}>
                <Section title={t("views.own")} count={views.own().length}>
                  <Show
                    when={views.own().length > 0}
                    fallback={<Empty title={t("views.none")}>{t("views.none.help")}</Empty>}
                  >
                    <ul class="views-list">
                      <For each={views.own()}>{row}</For>
                    </ul>
                  </Show>
                </Section>
                <Show when={views.others().length > 0}>
                  <Section title={t("views.others")} count={views.others().length}>
                    <ul class="views-list">
                      <For each={views.others()}>{row}</For>
                    </ul>
                  </Section>
                </Show>
                <Section title={t("views.tour")} count={views.tour().length}>
                  <TourList
                    tour={views.tour()}
                    busy={views.busy()}
                    onMove={move}
                    onLeave={(view) => change(view, { tourOrder: null }, t("views.left-tour"))}
                  />
                </Section>
              </Match>
            </Switch>
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog>
  )
}

const Section = (props: { title: string; count: number; children: JSX.Element }) => (
  <section class="views-section">
    <h3>
      {props.title} <span class="views-count">{props.count}</span>
    </h3>
    {props.children}
  </section>
)
