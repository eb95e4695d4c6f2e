import { randomBytes } from "node:crypto"
import { betterAuth } from "better-auth/minimal"
import { APIError } from "better-auth/api"
import { username as byUsername } from "better-auth/plugins/username"
import type { Door } from "../db/door.ts"
import { createBudget } from "./budget.ts"
import { libraryAdapter } from "./library-adapter.ts"
import { hashPassword, verifyPassword } from "./password.ts"
import type { Turns } from "../http/turns.ts"

/** A session ends after this many seconds without use, and in any case after the second number. */
export const IDLE_S = 12 * 60 * 60
export const LIFE_S = 7 * 24 * 60 * 60

/**
 * Opens a session for a name in normal form and a password, and gives its token; undefined when refused.
 * Unknown account, disabled account and wrong password take the same way: one hash, one answer.
 * @throws Problem too-many-requests
 */
export type SignIn = (
  username: string,
  password: string,
  address: string,
) => Promise<string | undefined>

/**
 * Sign-in by better-auth over our own door. None of its routes is served: cookies, origin check and role
 * in force are ours, so what it does is to find the account, compare the password and open the session.
 */
export function createSignIn(door: Door, turns: Turns): SignIn {
  const budget = createBudget()
  const library = betterAuth({
    appName: "mutu",
    baseURL: "http://127.0.0.1",
    // Signs only cookies of the library's own, which nobody is given.
    secret: randomBytes(32).toString("base64url"),
    database: libraryAdapter(door),
    telemetry: { enabled: false },
    logger: { disabled: true },
    session: { expiresIn: IDLE_S },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      password: { hash: hashPassword, verify: verifyPassword },
    },
    plugins: [
      byUsername({
        minUsernameLength: 1,
        maxUsernameLength: 64,
        usernameValidator: () => true,
        usernameNormalization: false,
        displayUsername: false,
      }),
    ],
  })

  return (username, password, address) =>
    turns(() =>
      budget(username, address, async () => {
        try {
          return (await library.api.signInUsername({ body: { username, password } })).token
        } catch (error) {
          if (error instanceof APIError && error.status === "UNAUTHORIZED") return undefined
          throw error
        }
      }),
    )
}
