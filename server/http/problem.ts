import type { Context } from "hono"
import { HTTPException } from "hono/http-exception"
import type { ContentfulStatusCode } from "hono/utils/http-status"
import { EngineLost, EngineTimeout, sqlState } from "../db/failure.ts"
import type { Env } from "./context.ts"

type Kind = { status: ContentfulStatusCode; title: string }

/** Every way the API may fail. The key is the stable part of `type`; never rename one. */
export const PROBLEM_KINDS = {
  "invalid-request": { status: 400, title: "请求无效" },
  "unreadable-file": { status: 400, title: "文件无法读取" },
  "signed-out": { status: 401, title: "请先登录" },
  "sign-in-refused": { status: 401, title: "用户名或密码不正确" },
  "foreign-origin": { status: 403, title: "请求来源不可信" },
  "not-found": { status: 404, title: "没有找到" },
  "method-not-allowed": { status: 405, title: "不支持该方法" },
  conflict: { status: 409, title: "与现有数据冲突" },
  "import-undecided": { status: 409, title: "导入尚有待确认事项" },
  "version-stale": { status: 412, title: "数据已被他人更新" },
  "body-too-large": { status: 413, title: "内容过大" },
  "media-type-unsupported": { status: 415, title: "内容类型不支持" },
  "version-required": { status: 428, title: "缺少 If-Match" },
  "too-many-requests": { status: 429, title: "请求过于频繁" },
  unexpected: { status: 500, title: "系统内部错误" },
  "engine-unavailable": { status: 503, title: "数据库暂不可用" },
  "engine-timeout": { status: 503, title: "查询超时" },
} satisfies Record<string, Kind>

export type ProblemKind = keyof typeof PROBLEM_KINDS
export type Issue = { pointer: string; message: string }

/** RFC 9457 problem details. `instance` is the request id, to quote in a report. */
export type ProblemBody = {
  type: `/problems/${ProblemKind}`
  title: string
  status: number
  detail: string
  instance: string
  issues?: Issue[]
}

/** What the caller asked for cannot be. `detail` is one Chinese sentence that names the place. */
export class Problem extends Error {
  readonly kind: ProblemKind
  readonly issues: Issue[] | undefined
  readonly headers: Record<string, string>

  constructor(
    kind: ProblemKind,
    detail: string,
    more: { issues?: Issue[]; headers?: Record<string, string>; cause?: unknown } = {},
  ) {
    super(detail, { cause: more.cause })
    this.kind = kind
    this.issues = more.issues
    this.headers = more.headers ?? {}
  }
}

/** The one answer for "unknown" and "not yours": same body, same headers. */
export const notFound = () => new Problem("not-found", "没有这个对象，或当前角色看不到它。")

const RETRY = { "retry-after": "2" }

/** SQLSTATE to our words; nothing the engine says reaches the caller. */
function fromEngine(error: unknown): Problem | undefined {
  if (error instanceof EngineTimeout)
    return new Problem("engine-timeout", "查询超过时限，请缩小范围后重试。", { headers: RETRY })
  if (error instanceof EngineLost)
    return new Problem("engine-unavailable", "数据库正在恢复，请稍后重试。", { headers: RETRY })
  switch (sqlState(error)) {
    case "57014":
      return new Problem("engine-timeout", "查询超过时限，请缩小范围后重试。", { headers: RETRY })
    case "40001":
    case "40P01":
      return new Problem("conflict", "他人正在修改同一数据，请重试。", { headers: RETRY })
    case "23505":
    case "23P01":
    case "23503":
    case "23514":
      return new Problem("conflict", "所提交的数据违反数据约束，未写入。")
    case "42501":
      return notFound()
    default:
      return undefined
  }
}

function fromFramework(error: HTTPException): Problem {
  const kind = (Object.keys(PROBLEM_KINDS) as ProblemKind[]).find(
    (key) => PROBLEM_KINDS[key].status === error.status,
  )
  return kind
    ? new Problem(kind, `${PROBLEM_KINDS[kind].title}。`)
    : new Problem("invalid-request", "请求无效。")
}

/** A failure as the body and headers that the caller sees; unknown errors are logged whole, said blank. */
export function respond(error: unknown, c: Context<Env>): Response {
  const known =
    error instanceof Problem
      ? error
      : error instanceof HTTPException
        ? fromFramework(error)
        : fromEngine(error)
  if (!known || PROBLEM_KINDS[known.kind].status >= 500)
    c.var.log?.error({ err: error, requestId: c.var.requestId }, "request failed")
  const problem = known ?? new Problem("unexpected", "系统内部错误，已记录；请凭编号联系管理员。")
  const { status, title } = PROBLEM_KINDS[problem.kind]
  const body: ProblemBody = {
    type: `/problems/${problem.kind}`,
    title,
    status,
    detail: problem.message,
    instance: c.var.requestId ?? "",
    ...(problem.issues ? { issues: problem.issues } : {}),
  }
  return c.body(JSON.stringify(body), status, {
    "content-type": "application/problem+json",
    "cache-control": "no-store",
    ...problem.headers,
  })
}
