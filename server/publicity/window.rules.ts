import { legalDayAt } from "../../geodata/days.ts"
import { addWorkdays, findHolidayNotice } from "../../geodata/workdays.ts"

type Asked = {
  opensAt: string
  closesAt?: string | null | undefined
  workdays?: number | null | undefined
  closesAtTime?: string | null | undefined
}

/** When a publicity is open, and how that was reckoned. Instants are ISO 8601 UTC. */
export type Window = { opensAt: string; closesAt: string; term: string } | { fault: string }

/** Offices close at half past five where nothing else is said. */
const USUAL_CLOSE = "17:30"

/**
 * A window of an appeal: to a stated instant, or to an hour (China Standard Time) of the day on which so many working
 * days are full. The day of opening is not counted.
 */
export function settleWindow({ opensAt, closesAt, workdays, closesAtTime }: Asked): Window {
  const opens = new Date(opensAt)
  if (closesAt) {
    const closes = new Date(closesAt)
    if (closes <= opens) return { fault: "截止时间须晚于开始时间。" }
    return {
      opensAt: opens.toISOString(),
      closesAt: closes.toISOString(),
      term: "起止时间由公示人指定",
    }
  }
  const first = legalDayAt(opens)
  const last = addWorkdays(first, workdays ?? 0)
  const time = closesAtTime ?? USUAL_CLOSE
  const closes = new Date(`${last}T${time}:00+08:00`)
  if (closes <= opens) return { fault: "截止时间须晚于开始时间。" }
  const years = [...new Set([first, last].map((day) => Number(day.slice(0, 4))))]
  const notices = years.map(
    (year) => findHolidayNotice(year) ?? `${year} 年放假安排未收录，仅按周末计`,
  )
  return {
    opensAt: opens.toISOString(),
    closesAt: closes.toISOString(),
    term: `${workdays} 个工作日，开始当日不计，至 ${last} ${time}（${[...new Set(notices)].join("；")}）`,
  }
}
