import { Hono } from "hono"
import { describeRoute, resolver } from "hono-openapi"
import type { Audience } from "../db/audience.ts"
import { allow, type Env, transact } from "../http/context.ts"
import { Problem } from "../http/problem.ts"
import { validate } from "../http/validate.ts"
import { listMentions, markRead } from "./mentions.ts"
import type { People } from "./people.ts"
import { insertComment, listComments, setWithdrawn } from "./queries.ts"
import {
  type Circle,
  circlesOf,
  COLLEAGUES,
  Comment,
  CommentList,
  CommentsQuery,
  IdParam,
  MentionList,
  NewComment,
  PageQuery,
  PeopleQuery,
  type Person,
  PersonList,
  ReadRequest,
  Unread,
} from "./schema.ts"

const described = (
  summary: string,
  status: 200 | 201,
  description: string,
  schema: Parameters<typeof resolver>[0],
) =>
  describeRoute({
    tags: ["comments"],
    summary,
    responses: {
      [status]: { description, content: { "application/json": { schema: resolver(schema) } } },
    },
  })

/** Comments, the mentions in them, and who can be mentioned. Mounted at /api. */
export const commentRoutes = (people: People) =>
  new Hono<Env>()
    .route("/comments", ownComments(people))
    .route("/mentions", mentionRoutes())
    .route("/people", peopleRoutes(people))

const ownComments = (people: People) =>
  new Hono<Env>()
    .use(allow(...COLLEAGUES))
    .get(
      "/",
      described(
        "Comments on a parcel or an enterprise that the audience may read, the latest first",
        200,
        "One page",
        CommentList,
      ),
      validate("query", CommentsQuery),
      async (c) => {
        const { subject, ...wanted } = c.req.valid("query")
        const page = await transact(c, (sql) => listComments(sql, subject, wanted))
        return c.json(page satisfies CommentList, 200)
      },
    )
    .post(
      "/",
      described(
        "Writes a comment to a circle and names people of that circle",
        201,
        "The comment",
        Comment,
      ),
      validate("json", NewComment),
      async (c) => {
        const { subject, text, mentions, circle: wanted } = c.req.valid("json")
        const circle = chooseCircle(c.var.actor.audience, wanted)
        const named = await findNamed(people, circle, mentions)
        const authorName = await people.nameOf(c.var.actor.name)
        const written = { subject, circle, text, authorName, mentions: named }
        const comment = await transact(c, (sql) => insertComment(sql, written))
        return c.json(comment satisfies Comment, 201)
      },
    )
    .delete(
      "/:id",
      described("Withdraws one's own comment; it stays as withdrawn", 200, "The comment", Comment),
      validate("param", IdParam),
      async (c) => {
        const { id } = c.req.valid("param")
        const comment = await transact(c, (sql) => setWithdrawn(sql, id, true))
        return c.json(comment satisfies Comment, 200)
      },
    )
    .post(
      "/:id/restore",
      described("Takes back the withdrawal of one's own comment", 200, "The comment", Comment),
      validate("param", IdParam),
      async (c) => {
        const { id } = c.req.valid("param")
        const comment = await transact(c, (sql) => setWithdrawn(sql, id, false))
        return c.json(comment satisfies Comment, 200)
      },
    )

const mentionRoutes = () =>
  new Hono<Env>()
    .use(allow(...COLLEAGUES))
    .get(
      "/",
      described(
        "Comments that name the reader, the latest first, and how many are unread",
        200,
        "One page",
        MentionList,
      ),
      validate("query", PageQuery),
      async (c) => {
        const page = await transact(c, (sql) => listMentions(sql, c.req.valid("query")))
        return c.json(page satisfies MentionList, 200)
      },
    )
    .post(
      "/read",
      described("Marks mentions as read, these or all", 200, "How many are still unread", Unread),
      validate("json", ReadRequest),
      async (c) => {
        const { ids } = c.req.valid("json")
        const unread = await transact(c, (sql) => markRead(sql, ids))
        return c.json({ unread }, 200)
      },
    )

const peopleRoutes = (people: People) =>
  new Hono<Env>()
    .use(allow(...COLLEAGUES))
    .get(
      "/",
      described("Who can be mentioned in a circle: names only", 200, "All of them", PersonList),
      validate("query", PeopleQuery),
      async (c) => {
        const circle = chooseCircle(c.var.actor.audience, c.req.valid("query").circle)
        const items = await people.list(circle)
        return c.json({ items, total: items.length, next: null } satisfies PersonList, 200)
      },
    )

/** @throws Problem invalid-request for a circle that the audience does not belong to */
function chooseCircle(audience: Audience, wanted: Circle | undefined): Circle {
  const circles = circlesOf(audience)
  if (wanted === undefined) return circles[0]!
  if (circles.includes(wanted)) return wanted
  throw new Problem("invalid-request", "当前角色只能写给所有人。", {
    issues: [{ pointer: "/circle", message: "当前角色不可用" }],
  })
}

/** @throws Problem invalid-request, the same for a stranger, a disabled account and one outside the circle */
async function findNamed(
  people: People,
  circle: Circle,
  usernames: readonly string[],
): Promise<Person[]> {
  if (usernames.length === 0) return []
  const found = await people.list(circle, usernames)
  const known = new Set(found.map(({ username }) => username))
  const issues = usernames.flatMap((username, i) =>
    known.has(username) ? [] : [{ pointer: `/mentions/${i}`, message: "不能看到这条评论" }],
  )
  if (issues.length > 0)
    throw new Problem("invalid-request", "所提及的人中有人不能看到这条评论，未发表。", { issues })
  return found
}
