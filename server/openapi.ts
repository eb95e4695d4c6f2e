import { type Env as AnyEnv, Hono, type Schema } from "hono"
import { generateSpecs, resolver } from "hono-openapi"
import { z } from "zod"
import type { Env } from "./http/context.ts"
import { PROBLEM_KINDS, type ProblemKind } from "./http/problem.ts"

const PROBLEM_TYPES = (Object.keys(PROBLEM_KINDS) as ProblemKind[]).map(
  (kind) => `/problems/${kind}` as const,
)

const Problem = z
  .object({
    type: z.enum(PROBLEM_TYPES),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    issues: z.array(z.object({ pointer: z.string(), message: z.string() })).optional(),
  })
  .meta({ ref: "Problem" })

const METHODS = ["get", "put", "post", "delete", "patch"] as const

type Specs = Awaited<ReturnType<typeof generateSpecs>>

/**
 * OpenAPI 3.1 of every route of the API, made once when it is first asked for. Whatever a route does not
 * say of itself is filled in: each may answer a problem.
 */
export function openApiRoutes<E extends AnyEnv, S extends Schema, B extends string>(
  app: Hono<E, S, B>,
  version: string,
) {
  let made: Promise<Specs> | undefined
  return new Hono<Env>().get("/openapi.json", async (c) => {
    made ??= describeApi(app, version)
    return c.json(await made, 200)
  })
}

async function describeApi<E extends AnyEnv, S extends Schema, B extends string>(
  app: Hono<E, S, B>,
  version: string,
): Promise<Specs> {
  const specs = await generateSpecs(app, {
    includeEmptyPaths: true,
    excludeStaticFile: false,
    exclude: /^(?!\/api\/)/,
    defaultValidationErrorResponse: false,
    documentation: {
      info: {
        title: "Mutu 亩图",
        version,
        description:
          "Parcels, per-mu assessment, idle land and investment promotion of a development zone",
      },
      components: {
        securitySchemes: { session: { type: "apiKey", in: "cookie", name: "mutu" } },
        responses: {
          Problem: {
            description: "What the caller asked for cannot be, or we are broken (RFC 9457)",
            content: { "application/problem+json": { schema: resolver(Problem) } },
          },
        },
      },
      security: [{ session: [] }, {}],
    },
  })
  for (const path of Object.values(specs.paths ?? {})) {
    if (!path) continue
    for (const method of METHODS) {
      const operation = path[method]
      if (!operation) continue
      const responses = Object.entries(operation.responses ?? {}).map(([status, response]) => [
        status,
        "$ref" in response ? response : { ...response, description: response.description ?? "OK" },
      ])
      operation.responses = {
        ...Object.fromEntries(responses),
        default: { $ref: "#/components/responses/Problem" },
      }
    }
  }
  return specs
}
