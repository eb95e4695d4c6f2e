/** One page of evidence of a parcel's idleness (闲置土地调查事实表): what is known, from which source, and what is missing. */
import { type Day, legalDayAt } from "../../geodata/days.ts"
import { readContent } from "../attachments/queries.ts"
import type { Audience } from "../db/audience.ts"
import type { Sql } from "../db/sql.ts"
import { FACTS } from "../flags/facts.rules.ts"
import { notFound } from "../http/problem.ts"
import { listNeighbours } from "../parcels/neighbours.ts"
import { inEffect } from "../parcels/selection.ts"
import { type Clock, readCase } from "./facts.ts"
import type { NoticeFacts, Origin } from "./notice.rules.ts"
import { nameClause } from "./parts.rules.ts"
import { CAUSES, m2Text, muText, wanYuanText } from "./wording.rules.ts"

export type Point = readonly [lon: number, lat: number]
/** Rings of all polygons, degrees of EPSG:4490; holes are rings like any other. */
export type Outline = readonly (readonly Point[])[]
const toOutline = ({ coordinates }: GeoJSON.MultiPolygon): Outline =>
  coordinates.flatMap((polygon) =>
    polygon.map((ring) => ring.map(([lon, lat]) => [lon!, lat!] as const)),
  )

export type SheetLine = { name: string; value: string; source: string; isMissing?: boolean }

export type Sheet = {
  zone: string
  on: Day
  /** Beginning of the day, ISO 8601. */
  at: string
  parcel: string
  figures: { name: string; value: string; note?: string | undefined }[]
  lines: SheetLine[]
  events: { on: string; what: string; source: string; recorded: string }[]
  finding: string[]
  outline: Outline
  neighbours: { name: string | null; outline: Outline }[]
  pictures: { caption: string; bytes: Uint8Array; format: "jpeg" | "png" }[]
  files: string[]
}

const MOST_PICTURES = 3
/** A picture beyond this is named and not shown. */
const PICTURE_BYTES = 12 * 1024 * 1024

const STATES: Record<Clock["state"], string> = {
  unsupplied: "未供地",
  undated: "无动工日期",
  beforeStart: "未到动工日期",
  overdue: "逾期未动工",
  idleFee: "满一年未动工",
  idleRecovery: "满二年未动工",
  idleAgreement: "满期未动工",
  building: "在建",
  suspended: "中止建设",
  idleUnfinished: "中止满一年",
  completed: "已竣工或投产",
}
const EVENTS: Record<Clock["events"][number]["kind"], string> = {
  supply: "供地",
  agreedStart: "约定动工",
  ledgerSupplement: "补充约定动工",
  delivery: "交付土地",
  supplement: "签订补充协议",
  started: "动工",
  suspension: "中止建设",
  resumption: "恢复建设",
  completed: "竣工",
  producing: "投产",
  pause: "停工",
}
const KINDS: Readonly<Record<string, string>> = {
  sitePhoto: "现场照片",
  satellite: "卫星影像",
  drone: "航拍影像",
  document: "文件",
  statement: "询问笔录",
}

const sourceOf = (origin: Origin | undefined): string =>
  origin
    ? [origin.title, origin.documentNo]
        .filter((one, at, all) => one && all.indexOf(one) === at)
        .join(" ")
    : "—"

type Asked = { parcelId: number; today: Day; audience: Audience }

/** @throws Problem not-found for a parcel that is not in effect today */
export async function readSheet(sql: Sql, { parcelId, today, audience }: Asked): Promise<Sheet> {
  const { facts, clock } = await readCase(sql, { parcelId, on: today, audience })
  const [own] = await sql<{ geometry: GeoJSON.MultiPolygon }>`
    select ST_AsGeoJSON(v.geom, 8, 0)::jsonb as geometry from core.parcel_version v
     where v.parcel_id = ${parcelId} and ${inEffect(sql, today)}`
  const around = await listNeighbours(sql, { audience, parcelId, day: today, isNow: true })
  if (!own || !around) throw notFound()
  const { parcel, evidence } = facts
  const { pictures, files } = await readPictures(sql, parcelId, evidence)
  return {
    zone: facts.zone,
    on: today,
    // The same facts give the same bytes all day.
    at: `${today}T00:00:00+08:00`,
    parcel: [parcel.name, parcel.parcelCode].filter(Boolean).join(" ") || "（未命名宗地）",
    figures: [
      { name: "面积", value: muText(parcel.areaMu), note: m2Text(parcel.areaM2) },
      {
        name: "计时状态",
        value: STATES[clock.state],
        note: clock.since ? `自 ${clock.since}` : undefined,
      },
      {
        name: "满一年",
        value: clock.thresholds.oneYearEnds ?? clock.thresholds.suspensionYearEnds ?? "—",
        note:
          clock.thresholds.pushedDays > 0 ? `顺延 ${clock.thresholds.pushedDays} 日` : undefined,
      },
      {
        name: "下一变化",
        value: clock.next?.from ?? "—",
        note: clock.next ? STATES[clock.next.state] : undefined,
      },
    ],
    lines: [...listLines(facts), ...listMissing(clock)],
    events: clock.events.map(describeEvent),
    finding: listFinding(clock, facts),
    outline: toOutline(own.geometry),
    neighbours: around.map(({ geometry, name }) => ({
      name: typeof name === "string" ? name : null,
      outline: toOutline(geometry),
    })),
    pictures,
    files,
  }
}

function describeEvent(event: Clock["events"][number]): Sheet["events"][number] {
  const span = event.kind === "pause" ? `${event.on} 至 ${event.to ?? "今"}` : event.on
  const cause = event.cause
    ? `（${CAUSES[event.cause]}${event.countsNot ? "，不计入期间" : ""}）`
    : ""
  const start = event.startOn ? `，改为 ${event.startOn} 动工` : ""
  return {
    on: span,
    what: `${EVENTS[event.kind]}${cause}${start}`,
    source: sourceOf(event.source),
    recorded: legalDayAt(new Date(event.recordedAt)),
  }
}

function listLines({ parcel, holders, contract, project }: NoticeFacts): SheetLine[] {
  const line = (name: string, value: string | null | undefined, origin?: Origin): SheetLine => ({
    name,
    value: value ?? "未登记",
    source: sourceOf(origin),
    ...(value == null && { isMissing: true }),
  })
  return [
    line(
      "坐落、用途",
      [parcel.location, parcel.landUse].filter(Boolean).join("，") || null,
      parcel.origin,
    ),
    line(
      "使用权人",
      holders.map(({ name, creditCode }) => `${name} ${creditCode}`).join("；") || null,
      holders[0]?.origin,
    ),
    line(
      "合同或划拨决定书",
      contract && [contract.contractNo, contract.signedOn].filter(Boolean).join("，"),
      contract?.origin,
    ),
    line("约定动工", contract?.supplementStart ?? contract?.agreedStart, contract?.origin),
    line("交付土地", contract?.deliveredOn, contract?.origin),
    line(
      "土地价款",
      contract?.landPriceWanYuan == null ? null : wanYuanText(contract.landPriceWanYuan),
      contract?.origin,
    ),
    line("实际动工", project?.startedOn ?? (project ? "未动工" : null), project?.origin),
    line(
      "开发面积",
      project?.devAreaM2 == null
        ? null
        : `${m2Text(project.devAreaM2)}，应动工 ${contract?.devAreaDueM2 == null ? "未登记" : m2Text(contract.devAreaDueM2)}`,
      project?.origin,
    ),
    line(
      "投资额",
      project?.investedWanYuan == null
        ? null
        : `${wanYuanText(project.investedWanYuan)}，总投资 ${contract?.totalInvestWanYuan == null ? "未登记" : wanYuanText(contract.totalInvestWanYuan)}`,
      project?.origin,
    ),
  ]
}

function listMissing({ missingFacts }: Clock): SheetLine[] {
  if (missingFacts.length === 0) return []
  const names = missingFacts.map((fact) =>
    fact in FACTS ? FACTS[fact as keyof typeof FACTS].label : fact,
  )
  return [{ name: "缺少的事实", value: names.join("、"), source: "—", isMissing: true }]
}

function listFinding(clock: Clock, { determination, before }: NoticeFacts): string[] {
  const reasons = clock.reasons.map(({ text }) => text)
  const cited = clock.clauses.map(nameClause).join("、")
  return [
    ...(clock.rule
      ? [`按上列事实，涉嫌构成闲置土地：${reasons.join("；")}（《闲置土地处置办法》${cited}）。`]
      : [`按上列事实，至 ${clock.on} 不构成闲置土地（${STATES[clock.state]}）。`]),
    ...(determination
      ? [
          `已认定：${determination.documentNo}，${determination.decidedOn}，${determination.body}${determination.end ? `；已于 ${determination.end.on} 终止` : ""}。`,
        ]
      : []),
    ...before.map(
      ({ number, issuedOn, servedOn }) =>
        `文书：${number}，${issuedOn}${servedOn ? `，${servedOn} 送达` : "，未送达"}。`,
    ),
  ]
}

async function readPictures(
  sql: Sql,
  parcelId: number,
  evidence: NoticeFacts["evidence"],
): Promise<Pick<Sheet, "pictures" | "files">> {
  const files = evidence.map(
    ({ filename, kind, takenOn, sha256 }) =>
      `${KINDS[kind] ?? kind} ${filename}${takenOn ? `，${takenOn}` : ""}（SHA-256 ${sha256.slice(0, 16)}）`,
  )
  const found = await sql<{ id: string; sha256: string; format: "jpeg" | "png" }>`
    select attachment_id as id, sha256, format from core.attachment
     where parcel_id = ${parcelId} and withdrawn_at is null and format in ('jpeg', 'png')
       and bytes <= ${PICTURE_BYTES}`
  const shown = evidence
    .flatMap((one) => {
      const file = found.find(({ sha256 }) => sha256 === one.sha256)
      return file ? [{ ...one, ...file }] : []
    })
    .slice(-MOST_PICTURES)
  const pictures: Sheet["pictures"] = []
  for (const { id, format, kind, takenOn } of shown) {
    const { content } = await readContent(sql, id)
    pictures.push({
      caption: [KINDS[kind] ?? kind, takenOn].filter(Boolean).join(" "),
      bytes: content,
      format,
    })
  }
  return { pictures, files }
}
