import "../text/wall-phrases.ts"
import "./wall.css"
import {
  createEffect,
  createMemo,
  createSignal,
  ErrorBoundary,
  Match,
  on,
  onCleanup,
  Show,
  Switch,
} from "solid-js"
import { problemOf, type Session } from "../api.ts"
import type { MapHandle } from "../map/createMap.ts"
import type { Look } from "../map/palette.ts"
import { useText } from "../text/language.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Empty } from "../ui/Notice.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import { sightOf } from "../views/createFitted.ts"
import { createGround } from "../views/createGround.ts"
import { createViews } from "../views/createViews.ts"
import { useViewText } from "../views/useViewText.ts"
import { createClock } from "./createClock.ts"
import { createFlight } from "./createFlight.ts"
import { createLeader } from "./createLeader.ts"
import { createPresence } from "./createPresence.ts"
import { createScene } from "./createScene.ts"
import { createTour } from "./createTour.ts"
import { ParcelCard } from "./ParcelCard.tsx"
import { stopsOfViews, usualStops } from "./stops.ts"
import { swipe } from "./swipe.ts"
import { TourBar } from "./TourBar.tsx"
import { WallFigures } from "./WallFigures.tsx"
import { WallHead } from "./WallHead.tsx"
import { WallLegend } from "./WallLegend.tsx"
import { WallMap } from "./WallMap.tsx"

/** Groups of figures that leave room to be written larger. */
const FEW = 6

/** The meeting room's screen: pictures of the zone one after the other, and what a leader asks first beside them. */
export function WallScreen(props: { session: Session; look: Look; onLeave: () => void }) {
  const { t, pick } = useText()
  const sight = createMemo(() => sightOf(props.session))
  const views = createViews()
  const ground = createGround()
  const { words } = useViewText()
  const { query, leader, sources } = createLeader(() => sight().fields)
  const stops = createMemo(() => {
    const told = leader()
    if (views.query.isPending || !told) return []
    const own = stopsOfViews(views.tour(), sight())
    return own.length > 0 ? own : usualStops(sight(), told)
  })
  const tour = createTour(stops)
  const flight = createFlight()
  const clock = createClock()
  const [handle, setHandle] = createSignal<MapHandle>()
  const [legend, setLegend] = createSignal<HTMLElement>()
  const [selected, setSelected] = createSignal<number | null>(null)
  /** Figures stay on screen unless somebody stands beside it whom they do not concern. */
  const [open, setOpen] = createSignal(true)
  const scene = createScene(
    () => props.session,
    () => props.look,
    () => tour.stop()?.state,
    handle,
    clock.hear,
  )
  const presence = createPresence(() => props.onLeave())
  const zone = () =>
    ground.data?.find(({ properties }) => properties.kind === "zone")?.properties.name
  createEffect(
    on(
      () => tour.stop()?.key,
      () => setSelected(null),
    ),
  )

  const takeInHand = () => {
    tour.pause()
    flight.stop()
  }
  const hear = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const isOnMap = event.target instanceof HTMLCanvasElement
    if (event.key === "Escape") return selected() === null ? props.onLeave() : setSelected(null)
    if (event.key === " " && !(event.target instanceof HTMLButtonElement)) {
      event.preventDefault()
      return tour.toggle()
    }
    // The keys of a presenter are those of a page.
    if (event.key === "PageDown" || (event.key === "ArrowRight" && !isOnMap)) return tour.step(1)
    if (event.key === "PageUp" || (event.key === "ArrowLeft" && !isOnMap)) return tour.step(-1)
    if (!(event.target instanceof HTMLButtonElement)) tour.pause()
  }
  addEventListener("keydown", hear)
  onCleanup(() => removeEventListener("keydown", hear))

  return (
    <main
      class="wall"
      data-figures={open() ? "open" : "closed"}
      style={{ "--drift": String(clock.now().getMinutes() % 4) }}
    >
      <WallHead
        zone={zone() ?? ""}
        demo={props.session.demo}
        now={clock.now()}
        lostSince={clock.lostSince()}
        canFill={presence.canFill && !presence.full()}
        figuresOpen={open()}
        onFill={presence.fill}
        onFigures={() => setOpen(!open())}
        onLeave={props.onLeave}
      />
      <div class="wall-stage" onPointerDown={takeInHand}>
        <Switch fallback={<Waiting>{t("wait.map")}</Waiting>}>
          <Match when={scene.tileSet.isError}>
            <Failure
              told={problemOf(scene.tileSet.error)}
              onRetry={() => void scene.tileSet.refetch()}
            />
          </Match>
          <Match when={query.isError && !leader()}>
            <Failure told={problemOf(query.error)} onRetry={() => void query.refetch()} />
          </Match>
          <Match when={scene.tileSet.data && tour.stop() && scene.theme()}>
            <ErrorBoundary
              fallback={
                <div class="full">
                  <Empty title={t("map.impossible")}>{t("map.impossible.help")}</Empty>
                </div>
              }
            >
              <WallMap
                scene={scene}
                tileSet={scene.tileSet.data!}
                theme={scene.theme()!}
                look={props.look}
                stop={tour.stop()!}
                legend={legend()}
                flight={flight}
                selected={selected()}
                onSelect={setSelected}
                onHandle={setHandle}
                onArrive={tour.arrive}
              />
              <Show when={tour.stop()}>
                {(stop) => (
                  <div class="wall-title" aria-live="polite" ref={(e) => swipe(e, () => tour.step)}>
                    <h1>{pick(stop().title)}</h1>
                    <p>{words(stop().state)}</p>
                    <Show when={stop().isPartial}>
                      <p class="wall-soft">{t("views.hidden")}</p>
                    </Show>
                  </div>
                )}
              </Show>
              <WallLegend scene={scene} theme={scene.theme()!} ref={setLegend} />
              <Show when={selected()}>
                {(id) => (
                  <ParcelCard
                    id={id()}
                    year={scene.state.year}
                    theme={scene.theme()!}
                    open={open()}
                    onClose={() => setSelected(null)}
                  />
                )}
              </Show>
            </ErrorBoundary>
          </Match>
        </Switch>
      </div>
      <Show when={open() && leader()}>
        {(leader) => (
          <section
            class="wall-side"
            // Who sees little reads it from farther away.
            data-groups={Object.keys(leader()).length > FEW ? "many" : "few"}
            aria-label={t("wall.figures")}
            tabIndex={0}
          >
            <WallFigures leader={leader()} sources={sources()} look={props.look} />
          </section>
        )}
      </Show>
      <TourBar tour={tour} stops={stops()} />
    </main>
  )
}
