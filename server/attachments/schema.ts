import { z } from "zod"
import { Author, CIRCLES, pageShape, subjectShape, withSubject } from "../comments/schema.ts"
import { FORMATS } from "./format.rules.ts"

const UNKNOWN = "有不认识的参数"
/** Control characters, halves of characters, and marks that turn the direction of reading: they disguise an ending. */
const DISGUISE = /\p{Cc}|\p{Cs}|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u

const Filename = z
  .string()
  .transform((path) => path.split(/[/\\]/).at(-1)!.trim())
  .pipe(z.string().min(1, "不能为空").max(200, "至多 200 个字符"))
  .refine((name) => !DISGUISE.test(name), "有控制字符")
  .refine((name) => !/^\.+$/.test(name), "不是文件名")

export const NewAttachment = z
  .strictObject(
    {
      ...subjectShape,
      filename: Filename,
      circle: z.enum(CIRCLES).optional().describe("absent: the usual one of the role"),
    },
    UNKNOWN,
  )
  .transform(withSubject)

export const AttachmentsQuery = z
  .strictObject({ ...subjectShape, ...pageShape }, UNKNOWN)
  .transform(withSubject)

export const DownloadQuery = z.strictObject(
  { inline: z.literal("1").optional().describe("shows an image in place; nothing else") },
  UNKNOWN,
)

const FormatName = z.enum(Object.keys(FORMATS) as (keyof typeof FORMATS)[])

export const Attachment = z
  .strictObject({
    id: z.uuid(),
    parcel: z.int().nullable(),
    enterprise: z.int().nullable(),
    circle: z.enum(CIRCLES),
    filename: z.string().nullable().describe("null where it is withdrawn, but for its author"),
    format: FormatName,
    bytes: z.int(),
    sha256: z.string(),
    author: Author,
    own: z.boolean(),
    createdAt: z.iso.datetime(),
    withdrawnAt: z.iso.datetime().nullable(),
  })
  .meta({ ref: "Attachment" })
export type Attachment = z.infer<typeof Attachment>

export const AttachmentList = z.strictObject({
  items: z.array(Attachment),
  total: z.int(),
  next: z.uuid().nullable(),
})
export type AttachmentList = z.infer<typeof AttachmentList>
