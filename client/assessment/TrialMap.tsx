import { createMemo, createSignal, Match, Show, Switch } from "solid-js"
import type { Session } from "../api.ts"
import { problemOf } from "../api.ts"
import { createBasemap } from "../map/createBasemap.ts"
import { createMap } from "../map/createMap.ts"
import type { Paint } from "../map/createPaint.ts"
import { createBinSets, createTileSet, GROUND_ADDRESS } from "../map/createTileSet.ts"
import { BIN_END_ZOOM } from "../map/layers/bins.ts"
import { gradeTheme } from "../map/layers/grade.ts"
import { COUNT_ALONE } from "../map/layers/measure.ts"
import type { Look } from "../map/palette.ts"
import type { StyleInput, TileSet } from "../map/style.ts"
import { type Theme, UNKNOWN } from "../map/theme.ts"
import { inLook } from "../map/themes.ts"
import { useText } from "../text/language.tsx"
import { Failure } from "../ui/Failure.tsx"
import { IconButton } from "../ui/IconButton.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import { createRunLand } from "./createAssessment.ts"
import { gradeParcels, listMoved, listUsers } from "./landGrades.ts"
import type { RunLand } from "./shapes.ts"

/** Families that have Chinese characters; the first there is draws the map's text. */
const FONTS =
  '"PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif'
const EDGE_PX = 16

type Grades = ReadonlyMap<string, string | null>

export type TrialMapProps = {
  session: Session
  look: Look
  runId: number
  fiscalYear: number
  /** Grades by the code under which firms are scored: as the run gave them, and as they are tried. */
  before: Grades
  after: Grades
  nameOf: (creditCode: string) => string
  onOpen: (creditCode: string) => void
}

/**
 * The land of a run in the grades that are tried: what is dragged repaints it by feature state, and no tile is loaded
 * for it. Land whose grade moves is outlined.
 */
export function TrialMap(props: TrialMapProps) {
  const { t } = useText()
  const land = createRunLand(() => props.runId)
  const sees = createMemo(() => new Set<string>(props.session.sees))
  const tileSet = createTileSet(sees)
  const failed = () => [land, tileSet].find(({ isError }) => isError)
  const loaded = () =>
    land.data && tileSet.data ? { land: land.data.items, tileSet: tileSet.data } : null
  return (
    <Switch fallback={<Waiting>{t("trial-map.wait")}</Waiting>}>
      <Match when={failed()}>
        {(query) => (
          <Failure told={problemOf(query().error)} onRetry={() => void query().refetch()} />
        )}
      </Match>
      <Match when={loaded()}>{(found) => <Drawn {...props} {...found()} />}</Match>
    </Switch>
  )
}

function Drawn(props: TrialMapProps & { land: RunLand; tileSet: TileSet }) {
  const { t, figures } = useText()
  const [container, setContainer] = createSignal<HTMLDivElement>()
  const users = createMemo(() => listUsers(props.land))
  const before = createMemo(() => gradeParcels(users(), props.before))
  const after = createMemo(() => gradeParcels(users(), props.after))
  const moved = createMemo(() => listMoved(before(), after()))
  /** Drawn by the grades of the trial alone: those in force are in no colour of it. */
  const theme = createMemo((): Theme => ({
    ...inLook(gradeTheme, props.look),
    mark: "trial",
    expression: null,
    bins: COUNT_ALONE,
    classOf: () => UNKNOWN,
  }))
  const tried = createMemo((): Theme => {
    const grades = after()
    return { ...theme(), classOf: ({ id }) => grades.get(Number(id)) ?? UNKNOWN }
  })
  const binSets = createBinSets(
    () => props.tileSet,
    theme,
    () => ({
      filter: "",
      q: "",
      year: props.fiscalYear,
    }),
  )
  const basemap = createBasemap()
  const input = createMemo((): StyleInput => ({
    look: props.look,
    theme: theme(),
    year: props.fiscalYear,
    rise: null,
    tileSet: props.tileSet,
    binSets: binSets.data ?? [],
    ground: GROUND_ADDRESS,
    basemap: basemap(),
    area: null,
    movers: true,
  }))
  const paint = createMemo((): Paint => ({
    audience: props.session.audience ?? "",
    theme: tried(),
    year: props.fiscalYear,
    height: null,
    filter: "",
    found: null,
    moved: moved(),
    tileSet: props.tileSet,
  }))
  /** The firm whose grade a parcel has. */
  const graderOf = (parcelId: number, grades: Grades) =>
    users()
      .get(parcelId)
      ?.find((code) => grades.get(code))
  const handle = createMap(() => container()!, {
    input,
    camera: () => null,
    paint,
    selected: () => null,
    focused: () => null,
    title: t("trial-map.title"),
    fontFamily: FONTS,
    padding: () => ({ left: EDGE_PX, right: EDGE_PX, top: EDGE_PX, bottom: 2 * EDGE_PX }),
    onRest: () => {},
    onSelect: (id) => {
      const code = id === null ? undefined : graderOf(id, props.after)
      if (code) props.onOpen(code)
    },
  })
  const count = (way: "up" | "down") => [...moved().values()].filter((one) => one === way).length
  return (
    <figure class="trial-map">
      <div
        class="trial-map-field"
        ref={setContainer}
        data-state={handle.idle() ? "idle" : "busy"}
        data-moved={moved().size}
      />
      <div class="trial-map-controls">
        <IconButton icon="plus" label={t("map.zoom-in")} onClick={() => handle.zoomBy(1)} />
        <IconButton icon="minus" label={t("map.zoom-out")} onClick={() => handle.zoomBy(-1)} />
        <IconButton
          icon="extent"
          label={t("map.whole")}
          onClick={() => handle.fit(props.tileSet.bounds)}
        />
      </div>
      <Show when={handle.hovered()}>
        {(hovered) => (
          <Show when={hovered().id}>
            {(id) => (
              <div
                class="quad-tip"
                data-left={hovered().x > (container()?.clientWidth ?? 0) / 2 ? "" : undefined}
                data-up={hovered().y > (container()?.clientHeight ?? 0) / 2 ? "" : undefined}
                style={{ left: `${hovered().x}px`, top: `${hovered().y}px` }}
              >
                <strong>
                  {((code) => (code ? props.nameOf(code) : t("trial-map.nobody")))(
                    graderOf(id(), props.after) ?? graderOf(id(), props.before),
                  )}
                </strong>
                <Show when={before().get(id()) ?? after().get(id())}>
                  <span class="move">
                    <Sign grade={before().get(id())} />
                    <span aria-hidden="true">→</span>
                    <Sign grade={after().get(id())} />
                  </span>
                </Show>
              </div>
            )}
          </Show>
        )}
      </Show>
      <Show when={handle.trouble()}>
        <p class="trial-map-trouble" role="status">
          {t("map.trouble")}
        </p>
      </Show>
      <figcaption>
        <span>
          <i class="trial-map-up" /> {t("trial-map.up", { count: figures().count(count("up")) })}
        </span>
        <span>
          <i class="trial-map-down" />{" "}
          {t("trial-map.down", { count: figures().count(count("down")) })}
        </span>
        <span class="quiet">{t("trial-map.note")}</span>
        <Show when={props.tileSet.minzoom >= BIN_END_ZOOM}>
          <span class="quiet">{t("trial-map.far")}</span>
        </Show>
      </figcaption>
    </figure>
  )
}

const Sign = (props: { grade: string | undefined }) => (
  <Show when={props.grade} fallback={<span class="quiet">—</span>}>
    {(grade) => <b class={`grade grade-${grade()}`}>{grade()}</b>}
  </Show>
)
