import { openAsBlob } from "node:fs"
import { basename } from "node:path"
import { type Ask, readAnswer } from "./transport.ts"

const ROLE_OF: Record<string, string> = {
  parcels: "planner",
  contracts: "planner",
  projects: "planner",
  buildings: "planner",
  enterprises: "assessor",
  occupancy: "assessor",
  indicators: "assessor",
}

export type ImportOptions = {
  kind: string
  crs?: string
  encoding?: string
  layer?: string
  confirm?: string[]
  preview?: boolean
}

type Batch = {
  id: number
  crs: {
    detected: number | null
    confidence: "sure" | "unsure"
    candidates: number[]
    reason: string
  } | null
  counts: Record<string, number>
  findings: { row: number | null; rule: string; severity: string; message: string }[]
}

const say = (line: string) => process.stdout.write(`${line}\n`)

function tell({ id, crs, counts, findings }: Batch) {
  say(
    `导入 ${id}：共 ${counts["rows"]} 行，新增 ${counts["inserted"]}，更新 ${counts["updated"]}，未变 ${counts["unchanged"]}，拒绝 ${counts["rejected"]}，跳过 ${counts["skipped"]}`,
  )
  if (crs)
    say(
      `坐标系：${crs.detected ?? "未定"}（${crs.confidence === "sure" ? "确定" : "不确定"}）${crs.reason}`,
    )
  for (const { row, severity, rule, message } of findings.slice(0, 20))
    say(`  ${severity} ${row === null ? "文件" : `第 ${row} 行`} ${rule}：${message}`)
  if (findings.length > 20) say(`  … 另有 ${findings.length - 20} 条`)
}

/**
 * Uploads a file, shows the preview and commits it. An unsure coordinate system is not guessed: the command
 * stops and says which `--crs` it takes.
 */
export async function importFile(
  ask: Ask,
  path: string,
  { kind, preview, confirm, ...options }: ImportOptions,
): Promise<void> {
  const role = ROLE_OF[kind]
  if (!role) throw new Error(`--kind 应为 ${Object.keys(ROLE_OF).join("、")} 之一。`)
  const query = new URLSearchParams({ kind, filename: basename(path) })
  for (const [name, value] of Object.entries(options)) if (value) query.set(name, value)
  const file = await openAsBlob(path).catch(() => {
    throw new Error(`文件 ${path} 不存在或无法读取。`)
  })
  const batch = await readAnswer<Batch>(
    await ask("POST", `/api/imports?${query}`, { file, size: file.size }, role),
  )
  tell(batch)
  if (preview) return
  if (batch.crs?.confidence === "unsure" && !options.crs)
    throw new Error(
      `坐标系不确定，未写入。请用 --crs 指明，例如 --crs ${batch.crs.candidates[0] ?? 4490}。`,
    )
  const done = await readAnswer<Batch>(
    await ask(
      "POST",
      `/api/imports/${batch.id}/commit`,
      { json: confirm ? { confirm } : {} },
      role,
    ),
  )
  tell(done)
  say("已提交。")
}
