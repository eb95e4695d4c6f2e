import { describeRoute, resolver } from "hono-openapi"

/** Describes the routes of a slice for the OpenAPI document: what each does, and what it answers when it goes well. */
export const describedAs =
  (tag: string) =>
  (summary: string, status: 200 | 201 | 204, schema?: Parameters<typeof resolver>[0]) =>
    describeRoute({
      tags: [tag],
      summary,
      responses: {
        [status]: {
          description: summary,
          ...(schema ? { content: { "application/json": { schema: resolver(schema) } } } : {}),
        },
      },
    })
