import { Hono } from "hono"
import { describeRoute, resolver } from "hono-openapi"
import { COLLEAGUES, type NameOf } from "../comments/schema.ts"
import { allow, type Env, transact } from "../http/context.ts"
import { Problem } from "../http/problem.ts"
import { validate } from "../http/validate.ts"
import { insertArea, listAreas, setRemoved } from "./areas.ts"
import {
  changeView,
  insertView,
  listViews,
  readVersionTag,
  removeView,
  restoreView,
  versionTag,
} from "./queries.ts"
import {
  AreaList,
  IdParam,
  NamedArea,
  NewArea,
  NewView,
  SavedView,
  ViewChange,
  ViewList,
} from "./schema.ts"

const json = (description: string, schema: Parameters<typeof resolver>[0]) => ({
  description,
  content: { "application/json": { schema: resolver(schema) } },
})

const described = (
  summary: string,
  status: 200 | 201 | 204,
  response: ReturnType<typeof json> | { description: string },
) => describeRoute({ tags: ["views"], summary, responses: { [status]: response } })

const REMOVED = { description: "It is removed" }

/** Saved views and named areas. Mounted at /api. */
export const viewRoutes = (nameOf: NameOf) =>
  new Hono<Env>().route("/views", savedViews(nameOf)).route("/areas", namedAreas(nameOf))

const savedViews = (nameOf: NameOf) =>
  new Hono<Env>()
    .use(allow(...COLLEAGUES))
    .get(
      "/",
      described("One's own views and those shared with one", 200, json("All of them", ViewList)),
      async (c) => {
        const items = await transact(c, listViews)
        return c.json({ items, total: items.length, next: null } satisfies ViewList, 200)
      },
    )
    .post(
      "/",
      described(
        "Saves a view; without `shared` it is its author's alone",
        201,
        json("The view", SavedView),
      ),
      validate("json", NewView),
      async (c) => {
        const authorName = await nameOf(c.var.actor.name)
        const view = await transact(c, (sql) => insertView(sql, c.req.valid("json"), authorName))
        c.header("etag", versionTag(view.version))
        return c.json(view satisfies SavedView, 201)
      },
    )
    .patch(
      "/:id",
      describeRoute({
        tags: ["views"],
        summary: "Changes or shares one's own view: a new version",
        parameters: [
          {
            name: "If-Match",
            in: "header",
            required: true,
            schema: { type: "string" },
            description: 'the ETag, "v3"',
          },
        ],
        responses: { 200: json("The view as it is now", SavedView) },
      }),
      validate("param", IdParam),
      validate("json", ViewChange),
      async (c) => {
        const stated = c.req.header("if-match")
        if (stated === undefined)
          throw new Problem("version-required", '请以 If-Match 注明所依据的版本，例如 "v3"。')
        const { id } = c.req.valid("param")
        const view = await transact(c, (sql) =>
          changeView(sql, id, readVersionTag(stated), c.req.valid("json")),
        )
        c.header("etag", versionTag(view.version))
        return c.json(view satisfies SavedView, 200)
      },
    )
    .delete(
      "/:id",
      described("Removes one's own view; it can be restored", 204, REMOVED),
      validate("param", IdParam),
      async (c) => {
        await transact(c, (sql) => removeView(sql, c.req.valid("param").id))
        return c.body(null, 204)
      },
    )
    .post(
      "/:id/restore",
      described("Brings back one's own removed view", 200, json("The view", SavedView)),
      validate("param", IdParam),
      async (c) => {
        const view = await transact(c, (sql) => restoreView(sql, c.req.valid("param").id))
        c.header("etag", versionTag(view.version))
        return c.json(view satisfies SavedView, 200)
      },
    )

const namedAreas = (nameOf: NameOf) =>
  new Hono<Env>()
    .use(allow(...COLLEAGUES))
    .get(
      "/",
      described("One's own areas and those shared with one", 200, json("All of them", AreaList)),
      async (c) => {
        const items = await transact(c, listAreas)
        return c.json({ items, total: items.length, next: null } satisfies AreaList, 200)
      },
    )
    .post(
      "/",
      described("Saves an outline as a named area", 201, json("The area", NamedArea)),
      validate("json", NewArea),
      async (c) => {
        const authorName = await nameOf(c.var.actor.name)
        const area = await transact(c, (sql) => insertArea(sql, c.req.valid("json"), authorName))
        return c.json(area satisfies NamedArea, 201)
      },
    )
    .delete(
      "/:id",
      described("Removes one's own area; it can be restored", 204, REMOVED),
      validate("param", IdParam),
      async (c) => {
        await transact(c, (sql) => setRemoved(sql, c.req.valid("param").id, true))
        return c.body(null, 204)
      },
    )
    .post(
      "/:id/restore",
      described("Brings back one's own removed area", 200, json("The area", NamedArea)),
      validate("param", IdParam),
      async (c) => {
        const { id } = c.req.valid("param")
        const area = await transact(c, (sql) => setRemoved(sql, id, false))
        return c.json(area satisfies NamedArea, 200)
      },
    )
