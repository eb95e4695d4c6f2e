import { z } from "zod"
import { AUDIENCES, type Role, ROLES } from "../db/audience.ts"
import { OPERATOR } from "./act.ts"
import { mayHold } from "./roles.ts"

/** Normal form of an account name: what is typed in another width or case means the same account. */
const normalise = (name: string) => name.normalize("NFKC").trim().toLowerCase()

/** Letters and digits of any script, Chinese too; then also . _ -; at most 32. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,31}$/u
/** Names that acts use for what is no account. */
const reserved = (name: string) => name === OPERATOR || name.startsWith("svc_")

/** A name as somebody types it to sign in: any text, so that every wrong name is refused alike. */
const TypedName = z.string().min(1).max(64).transform(normalise)
const Username = TypedName.refine(
  (name) => NAME.test(name),
  "应为 1 至 32 个字母、汉字或数字",
).refine((name) => !reserved(name), "此名称由系统保留")

const NewPassword = z.string().min(8, "至少 8 个字符").max(128, "至多 128 个字符")

export const SignInRequest = z.strictObject({
  username: TypedName,
  password: z.string().min(1).max(128),
})
export const PasswordRequest = z.strictObject({
  current: z.string().min(1).max(128),
  next: NewPassword,
})
export const RoleRequest = z.strictObject({ role: z.enum(ROLES) })

const Roles = z
  .array(z.enum(ROLES))
  .max(ROLES.length)
  .transform((roles): Role[] => ROLES.filter((role) => roles.includes(role)))
  .refine(mayHold, "系统管理员不得兼任业务角色")

export const UserRequest = z.strictObject({
  username: Username,
  displayName: z.string().trim().min(1, "不能为空").max(64),
  password: NewPassword,
  roles: Roles,
})

/** A change of an account; what is absent stays. `roles` is the whole list of roles wanted. */
export const UserChange = z.strictObject({
  disabled: z.boolean().optional(),
  roles: Roles.optional(),
})
export type UserChange = z.infer<typeof UserChange>

export const UserParam = z.object({ username: TypedName })
export const GrantParam = z.object({ id: z.coerce.number().int().min(1).max(2_147_483_647) })

/** A named grant, proposed. `until` is an instant; it may lie at most a year and a day ahead. */
export const NewGrant = z.strictObject({
  username: Username,
  role: z.enum(["planner", "lead"]),
  resource: z.literal("figures"),
  until: z.iso.datetime({ offset: true }),
  reason: z.string().trim().min(1, "请写明理由").max(500),
})
export type NewGrant = z.infer<typeof NewGrant>

/** `cursor` is the `next` of the page before. */
export const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: z.string().max(200).optional(),
})

/** Answer of GET, POST and PUT on /session. */
export const SessionView = z.object({
  signedIn: z.boolean(),
  username: z.string().nullable(),
  displayName: z.string().nullable(),
  /** Role in force; null for the public and for an account without roles. */
  role: z.enum(ROLES).nullable(),
  /** Roles that may be put in force. */
  roles: z.array(z.enum(ROLES)),
  audience: z.enum(AUDIENCES),
  /** Named grants that count in the role in force. */
  grants: z.array(
    z.object({
      resource: z.literal("figures"),
      until: z.iso.datetime(),
      reason: z.string(),
    }),
  ),
  /** Names of what the audience may see, as the catalogue of parcels calls them. */
  sees: z.array(z.string()),
  /** Whether this installation has demonstration accounts. */
  demo: z.boolean(),
})

export const UserView = z.object({
  username: z.string(),
  displayName: z.string(),
  disabled: z.boolean(),
  demo: z.boolean(),
  /** Roles held (`approved`) and proposed; `grantId` is what a second administrator approves. */
  roles: z.array(
    z.object({
      role: z.enum(ROLES),
      state: z.enum(["proposed", "approved"]),
      grantId: z.number().int(),
    }),
  ),
  /** For If-Match, as `"v3"`. */
  version: z.number().int(),
  createdAt: z.iso.datetime(),
})

export const GrantView = z.object({
  id: z.number().int(),
  username: z.string(),
  displayName: z.string(),
  role: z.enum(ROLES),
  resource: z.enum(["role", "figures"]),
  until: z.iso.datetime().nullable(),
  reason: z.string().nullable(),
  state: z.enum(["proposed", "approved", "expired", "revoked"]),
  proposedBy: z.string(),
  proposedAt: z.iso.datetime(),
  approvedBy: z.string().nullable(),
  approvedAt: z.iso.datetime().nullable(),
  revokedBy: z.string().nullable(),
  revokedAt: z.iso.datetime().nullable(),
})
