import { Show } from "solid-js"
import { useText } from "../text/language.tsx"
import { Mark } from "../ui/Mark.tsx"
import { Round } from "./Round.tsx"

/** Whose land it is, what time it is, and the way out. */
export function WallHead(props: {
  zone: string
  demo: boolean
  now: Date
  lostSince: Date | null
  canFill: boolean
  figuresOpen: boolean
  onFill: () => void
  onFigures: () => void
  onLeave: () => void
}) {
  const { t, language } = useText()
  const locale = () => (language() === "zh" ? "zh-CN" : "en-GB")
  const time = (at: Date) =>
    at.toLocaleTimeString(locale(), { hour: "2-digit", minute: "2-digit", hour12: false })
  const day = () =>
    props.now.toLocaleDateString(locale(), {
      year: "numeric",
      month: "long",
      day: "numeric",
      weekday: "long",
    })
  return (
    <header class="wall-head">
      <Mark size={40} />
      <p class="wall-zone">{props.zone}</p>
      <span class="wall-label">{t("wall.internal")}</span>
      <Show when={props.demo}>
        <span class="wall-label">{t("sample.badge")}</span>
      </Show>
      <span class="wall-lost" role="status">
        <Show when={props.lostSince}>{(since) => t("wall.lost", { time: time(since()) })}</Show>
      </span>
      <p class="wall-day">{day()}</p>
      <p class="wall-time">{time(props.now)}</p>
      <Round
        icon={props.figuresOpen ? "eye" : "eye-shut"}
        label={props.figuresOpen ? t("wall.hide") : t("wall.show")}
        onClick={() => props.onFigures()}
      />
      <Show when={props.canFill}>
        <Round icon="extent" label={t("wall.fill")} onClick={() => props.onFill()} />
      </Show>
      <Round icon="close" label={t("wall.leave")} onClick={() => props.onLeave()} />
    </header>
  )
}
