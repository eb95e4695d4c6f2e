import { z } from "zod"
import { AUDIENCES, type Audience, ROLES } from "../db/audience.ts"
import { mayRead } from "../accounts/matrix.ts"
import { type Subject, subjectOf } from "./subject.rules.ts"

/** Who reads a comment or an attachment: whoever holds a role with business data, or staff alone. */
export const CIRCLES = ["everyone", "staff"] as const
export type Circle = (typeof CIRCLES)[number]

/** Whoever takes part: everyone who may read comments. */
export const COLLEAGUES: readonly Audience[] = AUDIENCES.filter((audience) =>
  mayRead(audience, "core.comment.body"),
)

/**
 * The circles that an audience belongs to, its usual one first: staff writes to staff unless it says otherwise,
 * promotion can write to everyone alone. The row policies of the matrix hold to the same.
 */
export const circlesOf = (audience: Audience): readonly Circle[] =>
  audience === "promotion" ? ["everyone"] : ["staff", "everyone"]

/** The display name of an account, as what it writes is signed; its own name where it has none. */
export type NameOf = (username: string) => Promise<string>

const UNKNOWN = "有不认识的参数"
const LARGEST_ID = 2_147_483_647
const MOST_MENTIONS = 20

const SubjectId = z.coerce.number("应为编号").int("应为编号").min(1).max(LARGEST_ID)
export const subjectShape = { parcel: SubjectId.optional(), enterprise: SubjectId.optional() }

/** Puts the one subject in the place of `parcel` and `enterprise`. */
export function withSubject<T extends Parameters<typeof subjectOf>[0]>(
  { parcel, enterprise, ...rest }: T,
  context: z.core.$RefinementCtx,
): Omit<T, "parcel" | "enterprise"> & { subject: Subject } {
  const subject = subjectOf({ parcel, enterprise })
  if (subject) return { ...rest, subject }
  context.addIssue({
    code: "custom",
    path: ["parcel"],
    message: "应给出 parcel 或 enterprise 之一",
  })
  return z.NEVER
}

export const IdParam = z.object({ id: z.uuid("应为编号") })

export const pageShape = {
  limit: z.coerce.number("应为 1 至 500 的整数").int().min(1).max(500).default(100),
  cursor: z.uuid("应为上一页的 next").optional().describe("the `next` of the page before"),
}
export const PageQuery = z.strictObject(pageShape, UNKNOWN)
export const CommentsQuery = z
  .strictObject({ ...subjectShape, ...pageShape }, UNKNOWN)
  .transform(withSubject)

/** Lines and tabs are text; other control characters and halves of characters are not. */
const UNWRITTEN = /[^\P{Cc}\n\t]|\p{Cs}/u

export const NewComment = z
  .strictObject(
    {
      parcel: SubjectId.optional(),
      enterprise: SubjectId.optional(),
      circle: z.enum(CIRCLES).optional().describe("absent: the usual one of the role"),
      text: z
        .string()
        .transform((text) => text.replace(/\r\n?/g, "\n").trim())
        .pipe(z.string().min(1, "不能为空").max(4_000, "至多 4000 个字符"))
        .refine((text) => !UNWRITTEN.test(text), "有控制字符"),
      mentions: z
        .array(z.string().min(1).max(64))
        .max(MOST_MENTIONS, `至多 ${MOST_MENTIONS} 人`)
        .default([])
        .describe("usernames of /api/people"),
    },
    UNKNOWN,
  )
  .transform(withSubject)
export type NewComment = z.infer<typeof NewComment>

export const PeopleQuery = z.strictObject(
  { circle: z.enum(CIRCLES).optional().describe("absent: the usual one of the role") },
  UNKNOWN,
)

export const ReadRequest = z.strictObject(
  { ids: z.array(z.uuid()).max(500).optional().describe("comments; absent: all of them") },
  UNKNOWN,
)

export const Person = z.strictObject({ username: z.string(), displayName: z.string() })
export type Person = z.infer<typeof Person>

/** Who wrote something, by the name and in the role of that time. */
export const Author = Person.extend({ role: z.enum(ROLES) }).meta({ ref: "Author" })

export const Comment = z
  .strictObject({
    id: z.uuid(),
    parcel: z.int().nullable(),
    enterprise: z.int().nullable(),
    circle: z.enum(CIRCLES),
    text: z.string().nullable().describe("null where it is withdrawn, but for its author"),
    mentions: z.array(Person),
    author: Author,
    own: z.boolean(),
    createdAt: z.iso.datetime(),
    withdrawnAt: z.iso.datetime().nullable(),
  })
  .meta({ ref: "Comment" })
export type Comment = z.infer<typeof Comment>

/** A comment that names the reader. */
export const Mention = Comment.extend({
  subjectName: z.string().nullable().describe("name of the parcel or enterprise"),
  readAt: z.iso.datetime().nullable(),
}).meta({ ref: "Mention" })
export type Mention = z.infer<typeof Mention>

const page = { total: z.int(), next: z.uuid().nullable() }
export const CommentList = z.strictObject({ items: z.array(Comment), ...page })
export type CommentList = z.infer<typeof CommentList>
export const MentionList = z.strictObject({ items: z.array(Mention), unread: z.int(), ...page })
export type MentionList = z.infer<typeof MentionList>
export const PersonList = z.strictObject({ items: z.array(Person), total: z.int(), next: z.null() })
export type PersonList = z.infer<typeof PersonList>
export const Unread = z.strictObject({ unread: z.int() })
