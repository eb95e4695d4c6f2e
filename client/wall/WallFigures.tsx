import { For, type JSX, Show } from "solid-js"
import type { Look } from "../map/palette.ts"
import type { ThemeClass } from "../map/theme.ts"
import { findTheme, listThemes } from "../map/themes.ts"
import { useText } from "../text/language.tsx"
import { Swatch } from "../ui/Swatch.tsx"
import type { Leader, Yield } from "./leader.ts"
import { type Source, useSourceText } from "./sourceText.ts"

/** What a leader asks first, in mu and 万元, each with what is counted and where it came from. */
export const WallFigures = (props: Given) => (
  <>
    <div class="wall-figures wall-figures-land">
      <Land {...props} />
    </div>
    <div class="wall-figures wall-figures-yield">
      <Yields {...props} />
    </div>
  </>
)

type Given = { leader: Leader; sources: readonly Source[]; look: Look }

function Land(props: Given) {
  const { t, figures } = useText()
  const sourceText = useSourceText(() => props.sources)
  const most = () => Math.max(1, ...(props.leader.lifecycle ?? []).map(({ areaMu }) => areaMu))
  const classes = useClasses(() => props.look, "lifecycle")
  return (
    <>
      <Group title={t("wall.total")} source={sourceText("parcels")}>
        <div class="wall-figures-row">
          <Big value={figures().count(props.leader.total.parcels)} unit={t("unit.parcels")} />
          <Big value={figures().mu(props.leader.total.areaMu)} unit={t("unit.mu")} />
        </div>
      </Group>
      <Show when={props.leader.lifecycle}>
        {(groups) => (
          <Group title={t("wall.lifecycle")} source={sourceText("standings")}>
            <ul class="wall-classes">
              <For each={groups()}>
                {(group) => {
                  const entry = () => classes(group.value)
                  return (
                    <li class="wall-class">
                      <ClassSign entry={entry()} isNamed />
                      <span class="wall-bar">
                        <i style={{ "inline-size": `${(100 * group.areaMu) / most()}%` }} />
                      </span>
                      <span class="wall-number">
                        {t("wall.parcels", { count: figures().count(group.parcels) })}
                      </span>
                      <span class="wall-number wall-mu">
                        {t("unit.mu.of", { value: figures().fixed(group.areaMu, 1) })}
                      </span>
                    </li>
                  )
                }}
              </For>
            </ul>
          </Group>
        )}
      </Show>
      <div class="wall-tiles">
        <Counted
          title={t("wall.available")}
          count={props.leader.available}
          note={t("wall.by-rule")}
        />
        <Counted
          title={t("wall.determined")}
          count={props.leader.determined}
          note={sourceText("determinations")}
        />
        <Counted
          title={t("wall.suspected")}
          count={props.leader.suspected}
          note={t("wall.suspected.note")}
        />
      </div>
    </>
  )
}

function Yields(props: Given) {
  const { t, figures } = useText()
  const sourceText = useSourceText(() => props.sources)
  const classes = useClasses(() => props.look, "grade")
  return (
    <>
      <Show when={props.leader.tax ?? props.leader.valueAdded}>
        <Group
          title={t("wall.yield", { year: props.leader.year ?? "" })}
          source={sourceText("indicators")}
        >
          <div class="wall-tiles wall-yields">
            <YieldTile title={t("wall.tax")} told={props.leader.tax} year={props.leader.year} />
            <YieldTile
              title={t("wall.value-added")}
              told={props.leader.valueAdded}
              year={props.leader.year}
            />
          </div>
        </Group>
      </Show>
      <Show when={props.leader.grades}>
        {(grades) => (
          <Group
            title={t("wall.grades", { year: props.leader.year ?? "" })}
            source={sourceText("grades")}
          >
            <ul class="wall-grades">
              <For each={grades()}>
                {({ grade, parcels, change }) => (
                  <li>
                    <ClassSign entry={classes(grade)} isNamed={grade === null} />
                    <strong>{t("wall.graded", { count: figures().count(parcels) })}</strong>
                    <Show when={change !== null}>
                      <span class="wall-soft">
                        {signed(figures().count(Math.abs(change!)), change!)}
                      </span>
                    </Show>
                  </li>
                )}
              </For>
              <Show when={grades().some(({ change }) => change !== null)}>
                <li class="wall-soft">{t("wall.more", { year: (props.leader.year ?? 0) - 1 })}</li>
              </Show>
            </ul>
          </Group>
        )}
      </Show>
    </>
  )
}

/** The class that a value of a theme belongs to; what is not known is a class as well. */
function useClasses(look: () => Look, theme: "lifecycle" | "grade") {
  return (value: string | null): ThemeClass => {
    const { classes, classOf } = findTheme(listThemes(look()), theme)!
    const key = classOf({ [theme]: value })
    return classes.find((entry) => entry.key === key)!
  }
}

const signed = (size: string, value: number) => `${value < 0 ? "−" : value > 0 ? "+" : "±"}${size}`

const Group = (props: { title: string; source: string | undefined; children: JSX.Element }) => (
  <section class="wall-group">
    <header>
      <h2>{props.title}</h2>
      <Show when={props.source}>
        <p class="wall-soft">{props.source}</p>
      </Show>
    </header>
    {props.children}
  </section>
)

const Big = (props: { value: string; unit: string }) => (
  <p class="wall-big">
    <strong>{props.value}</strong> {props.unit}
  </p>
)

/** A class by its sign; the name is left to those who cannot see where the sign says as much. */
function ClassSign(props: { entry: ThemeClass; isNamed: boolean }) {
  const { pick } = useText()
  return (
    <>
      <Swatch
        colour={props.entry.colour}
        pattern={props.entry.pattern}
        code={pick(props.entry.code)}
      />
      <span class={props.isNamed ? "wall-class-name" : "unseen"}>{pick(props.entry.label)}</span>
    </>
  )
}

/** Parcels and their mu under a heading of their own; nothing for who does not see them. */
function Counted(props: { title: string; count: Leader["available"]; note: string | undefined }) {
  const { t, figures } = useText()
  return (
    <Show when={props.count}>
      {(count) => (
        <section class="wall-tile">
          <h2>{props.title}</h2>
          <Big value={figures().count(count().parcels)} unit={t("unit.parcels")} />
          <p class="wall-figure">{t("unit.mu.of", { value: figures().mu(count().areaMu) })}</p>
          <Show when={props.note}>
            <p class="wall-soft">{props.note}</p>
          </Show>
        </section>
      )}
    </Show>
  )
}

function YieldTile(props: { title: string; told: Yield | undefined; year: number | null }) {
  const { t, figures } = useText()
  const changed = (share: number) => signed(figures().percent(Math.abs(share), 1), share)
  return (
    <Show when={props.told}>
      {(told) => (
        <section class="wall-tile">
          <header>
            <h3>{props.title}</h3>
            <p class="wall-soft">
              {told().change.amount === null
                ? t("wall.no-change", { year: (props.year ?? 0) - 1 })
                : t("wall.change", {
                    year: (props.year ?? 0) - 1,
                    share: changed(told().change.amount!),
                  })}
            </p>
          </header>
          <Big value={figures().fixed(told().amount, 0)} unit={t("unit.wan")} />
          <p class="wall-figure">
            <span>{t("wall.per-mu", { value: figures().perMu(told().perMu) })}</span>
            <Show when={told().change.perMu !== null}>
              <span class="wall-soft">{changed(told().change.perMu!)}</span>
            </Show>
          </p>
          <p class="wall-soft">{t("wall.counted", { count: figures().count(told().parcels) })}</p>
        </section>
      )}
    </Show>
  )
}
