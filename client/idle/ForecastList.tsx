import { For, Match, Show, Switch } from "solid-js"
import { daysBetween } from "../../geodata/days.ts"
import { problemOf } from "../api.ts"
import { NONE } from "../text/figures.ts"
import { useText } from "../text/language.tsx"
import { Badge } from "../ui/Badge.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Empty } from "../ui/Notice.tsx"
import { Segments } from "../ui/Segments.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import { CaseLink } from "./CaseLink.tsx"
import { createForecast } from "./createIdle.ts"
import { type Forecast, type Open, STATE_TONES } from "./shapes.ts"
import { useIdleText } from "./useIdleText.ts"

const TERMS = [30, 60, 90] as const

export function ForecastTerm(props: { value: number; onChange: (days: number) => void }) {
  const { t } = useText()
  return (
    <Segments
      label={t("idle.forecast.term")}
      value={String(props.value)}
      options={TERMS.map((days) => ({
        value: String(days),
        label: t("idle.forecast.days", { count: days }),
      }))}
      onChange={(days) => props.onChange(Number(days))}
    />
  )
}

/** Whose clock changes within so many days: when, to what, by which clause. */
export function ForecastList(props: { days: number; open: Open; brief?: boolean }) {
  const { t, figures, name } = useText()
  const forecast = createForecast(() => props.days)
  return (
    <Switch>
      <Match when={forecast.isError}>
        <Failure told={problemOf(forecast.error)} onRetry={() => void forecast.refetch()} />
      </Match>
      <Match when={forecast.isPending}>
        <Waiting>{t("idle.wait")}</Waiting>
      </Match>
      <Match when={forecast.data}>
        {(data) => (
          <>
            <div class="idle-sums">
              <p class="idle-total" role="status">
                <strong>{figures().count(data().sums.all.parcels)}</strong> {t("unit.parcels")}
                <strong>{figures().mu(data().sums.all.areaMu)}</strong> {t("unit.mu")}
                <span class="quiet">{t("idle.forecast.until", { day: data().until })}</span>
              </p>
              <ul class="idle-parts">
                <For each={data().sums.byState}>
                  {(part) => (
                    <li>
                      <span>
                        {t("idle.forecast.to", { state: name("clock-state", part.state) })}
                      </span>
                      <b>{figures().count(part.parcels)}</b>
                      <span class="quiet">
                        {t("unit.mu.of", { value: figures().mu(part.areaMu) })}
                      </span>
                    </li>
                  )}
                </For>
              </ul>
            </div>
            <Show
              when={data().items.length > 0}
              fallback={<Empty title={t("idle.forecast.none", { count: props.days })} />}
            >
              <Show
                when={props.brief}
                fallback={<ForecastTable forecast={data()} open={props.open} />}
              >
                <Brief forecast={data()} open={props.open} />
              </Show>
            </Show>
          </>
        )}
      </Match>
    </Switch>
  )
}

function Brief(props: { forecast: Forecast; open: Open }) {
  const { t, name, figures } = useText()
  const text = useIdleText()
  return (
    <ol class="idle-coming">
      <For each={props.forecast.items}>
        {(item) => (
          <li>
            <div class="idle-coming-head">
              <CaseLink parcelId={item.parcelId} name={item.name} open={props.open} />
              <span class="quiet">{t("unit.mu.of", { value: figures().mu(item.areaMu) })}</span>
            </div>
            <For each={item.changes}>
              {(change) => (
                <p class="idle-coming-change">
                  <b>{change.on}</b>
                  <Badge tone={STATE_TONES[change.state]}>
                    {name("clock-state", change.state)}
                  </Badge>
                  <Show when={text.clause(change.clause)}>
                    {(clause) => <span class="quiet">{clause()}</span>}
                  </Show>
                </p>
              )}
            </For>
          </li>
        )}
      </For>
    </ol>
  )
}

function ForecastTable(props: { forecast: Forecast; open: Open }) {
  const { t, name, figures } = useText()
  const text = useIdleText()
  return (
    <div class="idle-frame">
      <table class="table table-wide">
        <caption class="unseen">{t("idle.tab.forecast")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("idle.parcel")}</th>
            <th scope="col" class="number">
              {t("unit.mu")}
            </th>
            <th scope="col">{t("idle.forecast.now")}</th>
            <th scope="col">{t("idle.forecast.on")}</th>
            <th scope="col">{t("idle.forecast.becomes")}</th>
            <th scope="col">{t("flags.clause")}</th>
            <th scope="col">{t("flags.route")}</th>
          </tr>
        </thead>
        <tbody>
          <For each={props.forecast.items}>
            {(item) => (
              <For each={item.changes}>
                {(change, at) => (
                  <tr>
                    <th scope="row">
                      <Show when={at() === 0}>
                        <CaseLink parcelId={item.parcelId} name={item.name} open={props.open} />
                        <span class="quiet block mono">{item.parcelCode ?? NONE}</span>
                      </Show>
                    </th>
                    <td class="number">{at() === 0 ? figures().mu(item.areaMu) : ""}</td>
                    <td>{at() === 0 ? name("clock-state", item.now.state) : ""}</td>
                    <td class="idle-still">
                      <b>{change.on}</b>
                      <span class="quiet block">
                        {t("idle.in-days", { count: daysBetween(props.forecast.from, change.on) })}
                      </span>
                    </td>
                    <td>
                      <Badge tone={STATE_TONES[change.state]}>
                        {name("clock-state", change.state)}
                      </Badge>
                    </td>
                    <td>{text.clause(change.clause) ?? NONE}</td>
                    <td>
                      {change.route ? name("route", change.route) : NONE}
                      <Show when={change.feeWanYuan != null}>
                        <span class="quiet block">
                          {figures().plain(change.feeWanYuan, 4)} {t("unit.wan")}
                        </span>
                      </Show>
                    </td>
                  </tr>
                )}
              </For>
            )}
          </For>
        </tbody>
      </table>
    </div>
  )
}
