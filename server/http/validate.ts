import { uniqueSymbol, validator } from "hono-openapi"
import type { ValidationTargets } from "hono"
import { z } from "zod"
import { type Issue, Problem } from "./problem.ts"

// What is wrong with a field is said in the language of the page.
z.config(z.locales.zhCN())

/** A path of keys as a JSON pointer (RFC 6901). */
export const pointer = (path: readonly PropertyKey[] = []): string =>
  path.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("")

/** The issues of a failed zod parse, each naming its place; input is never repeated. */
export const issuesOf = (error: {
  issues: readonly { path: readonly PropertyKey[]; message: string }[]
}): Issue[] => error.issues.map(({ path, message }) => ({ pointer: pointer(path), message }))

/**
 * Parses a part of the request by a zod schema and describes it in the OpenAPI document.
 * @throws Problem invalid-request with one issue per bad field
 */
export const validate = <Target extends keyof ValidationTargets, Schema extends z.ZodType>(
  target: Target,
  schema: Schema,
) =>
  validator(target, schema, (result) => {
    if (result.success) return
    const issues = result.error.map((issue) => ({
      pointer: pointer(
        issue.path?.map((step) => (typeof step === "object" ? step.key : step)) as PropertyKey[],
      ),
      message: issue.message,
    }))
    throw new Problem("invalid-request", "请求中有无效的内容，见 issues。", { issues })
  })

/** Queries that are remembered of one route. */
const REMEMBERED = 500

/**
 * The same for a query that is asked again and again, as that of a map's tiles: what was found valid once is
 * not looked at anew. The values that handlers get are shared and must not be changed.
 */
export function validateOften<Schema extends z.ZodType<object>>(schema: Schema) {
  const checking = validate("query", schema)
  const passed = new Map<string, object>()
  const remembering: typeof checking = async (c, next) => {
    const { url } = c.req
    const query = url.slice(url.indexOf("?") + 1 || url.length)
    const known = passed.get(query)
    if (known) {
      c.req.addValidatedData("query", known)
      return next()
    }
    return checking(c, async () => {
      passed.set(query, c.req.valid("query"))
      if (passed.size > REMEMBERED) passed.delete(passed.keys().next().value!)
      await next()
    })
  }
  // The document of the API finds the schema under this symbol of the handler; the library sets it and its
  // types do not tell of it.
  return Object.assign(remembering, {
    [uniqueSymbol]: (checking as unknown as Record<symbol, unknown>)[uniqueSymbol],
  })
}
