import type { AnswerOf, api } from "../api.ts"
import type { Tone } from "../ui/Notice.tsx"

type Flags = typeof api.flags
type Notices = Flags["notices"]

export type NoticeList = AnswerOf<Notices["$get"]>
export type NoticeRow = NoticeList["items"][number]
export type Notice = AnswerOf<Notices[":id"]["$get"]>
export type NoticeState = NoticeRow["state"]
export type NoticeStep = NoticeRow["steps"][number]["step"]
export type ServiceWay = NonNullable<NoticeRow["service"]>["way"]
export type Offer = AnswerOf<Flags["parcels"][":id"]["notices"]["offer"]["$get"]>

/** Who draws up and serves, and who issues what another person drew up. */
export type NoticeRights = { settles: boolean; approves: boolean }
export type Open = (path: string) => void

/** Addresses of the screens about documents; whoever shows them routes by these. */
export const noticePath = (id: number) => `/idle/notices/${id}`
export const draftPath = (parcelId: number) => `/idle/parcels/${parcelId}/new-notice`

export const STATE_TONES = {
  drawn: "warn",
  issued: "good",
  returned: "danger",
  withdrawn: "plain",
  revoked: "danger",
} as const satisfies Record<NoticeState, Tone>
