import { For, Show } from "solid-js"
import { NONE } from "../text/figures.ts"
import { useText } from "../text/language.tsx"
import { Badge } from "../ui/Badge.tsx"
import type { Clock, ClockEvent } from "./shapes.ts"

/** Every dated thing that the clock knows of with its source, and what was corrected. */
export function EventsTable(props: {
  clock: Clock
  mayCorrect: boolean
  onCorrect: (event: ClockEvent) => void
  onWithdraw: (event: ClockEvent) => void
}) {
  const { t, name, figures } = useText()
  const period = ({ kind, on, to }: ClockEvent) =>
    kind === "pause" ? t("idle.event.period", { from: on, to: to ?? t("idle.event.lasting") }) : on
  return (
    <>
      <div class="idle-scroll" role="region" aria-label={t("idle.events")} tabIndex={0}>
        <table class="table">
          <caption>{t("idle.events")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("idle.event.day")}</th>
              <th scope="col">{t("idle.event.what")}</th>
              <th scope="col">{t("idle.event.source")}</th>
              <th scope="col">{t("idle.event.recorded")}</th>
              <Show when={props.mayCorrect}>
                <th scope="col">
                  <span class="unseen">{t("idle.act")}</span>
                </th>
              </Show>
            </tr>
          </thead>
          <tbody>
            <For each={props.clock.events}>
              {(event) => (
                <tr>
                  <th scope="row" class="idle-still">
                    {period(event)}
                  </th>
                  <td>
                    {name("clock-event", event.kind)}
                    <Show when={event.cause}>
                      {(cause) => (
                        <>
                          {" "}
                          <Badge tone={event.countsNot ? "good" : "plain"}>
                            {name("cause", cause())}
                          </Badge>
                          <span class="quiet block">
                            {t(event.countsNot ? "idle.event.not-counted" : "idle.event.counted")}
                          </span>
                        </>
                      )}
                    </Show>
                    <Show when={event.startOn}>
                      {(day) => (
                        <span class="quiet block">{t("idle.event.new-start", { day: day() })}</span>
                      )}
                    </Show>
                  </td>
                  <td>
                    {event.source.title}
                    <span class="quiet block">
                      {[event.source.documentNo, event.source.issuer, event.source.issuedOn]
                        .flatMap((one) => one ?? [])
                        .join(" · ")}
                    </span>
                  </td>
                  <td class="idle-still">
                    <span class="quiet">{figures().instant(event.recordedAt)}</span>
                  </td>
                  <Show when={props.mayCorrect}>
                    <td class="idle-still">
                      <Show
                        when={event.id}
                        fallback={<span class="quiet">{t("idle.event.elsewhere")}</span>}
                      >
                        <span class="idle-links">
                          <button type="button" class="link" onClick={() => props.onCorrect(event)}>
                            {t("idle.event.correct")}
                            <span class="unseen">
                              {" "}
                              {name("clock-event", event.kind)} {event.on}
                            </span>
                          </button>
                          <button
                            type="button"
                            class="link"
                            onClick={() => props.onWithdraw(event)}
                          >
                            {t("idle.event.withdraw")}
                            <span class="unseen">
                              {" "}
                              {name("clock-event", event.kind)} {event.on}
                            </span>
                          </button>
                        </span>
                      </Show>
                    </td>
                  </Show>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </div>
      <Show when={props.clock.corrections.length > 0}>
        <details class="more">
          <summary>{t("idle.corrections", { count: props.clock.corrections.length })}</summary>
          <ul class="idle-log">
            <For each={props.clock.corrections}>
              {(old) => (
                <li>
                  <del>
                    {name("clock-event", old.kind)} {old.on}
                    <Show when={old.kind === "pause"}> – {old.to ?? t("idle.event.lasting")}</Show>
                    <Show when={old.cause}>{(cause) => <> {name("cause", cause())}</>}</Show>
                    <Show when={old.startOn}>{(day) => <> → {day()}</>}</Show>
                  </del>
                  <span class="quiet">
                    {t("idle.corrected", {
                      time: figures().instant(old.supersededAt),
                      who: old.supersededBy ?? NONE,
                      why: old.why ?? NONE,
                    })}
                  </span>
                </li>
              )}
            </For>
          </ul>
        </details>
      </Show>
    </>
  )
}
