import type { Door } from "../db/door.ts"
import { hashToken, TOKEN } from "./token.ts"
import { type Grant, listNamed, listRoles } from "./roles.ts"
import { findSession, updateUse } from "./session-queries.ts"
import type { Role } from "../db/audience.ts"

/** A session as settled for one request. */
export type Settled = {
  tokenHash: string
  accountId: string
  username: string
  displayName: string
  isDemo: boolean
  /** Role in force; null when the account holds none, or no longer the chosen one. */
  role: Role | null
  roles: Role[]
  /** Named grants that count in the role in force. */
  named: Grant[]
}

export type Settler = {
  /** The session behind a cookie, at most one second old; undefined when it does not live. */
  find: (token: string | undefined) => Promise<Settled | undefined>
  /** The same where it is known without looking it up. */
  peek: (token: string | undefined) => Settled | undefined
  /** Forgets one session, or all: what was just written holds from the next request on. */
  forget: (tokenHash?: string) => void
}

/** Revocation elsewhere, in another process, holds after this time. */
const KEEP_MS = 1_000
const SWEEP_ABOVE = 500

type Kept = { since: number; settled: Promise<Settled | undefined>; found?: Settled | undefined }

/**
 * Looks sessions up with a memory of one second, so that a map's burst of tiles asks once. Requests that
 * come while a look-up runs share it; unknown cookies are not remembered.
 */
export function createSettler(door: Door): Settler {
  const kept = new Map<string, Kept>()

  function sweep(now: number) {
    for (const [hash, { since }] of kept) if (now - since >= KEEP_MS) kept.delete(hash)
  }

  return {
    async find(token) {
      if (!token || !TOKEN.test(token)) return undefined
      const hash = hashToken(token)
      const now = performance.now()
      const known = kept.get(hash)
      if (known && now - known.since < KEEP_MS) return known.settled
      if (kept.size >= SWEEP_ABOVE) sweep(now)
      const entry: Kept = { since: now, settled: settle(door, hash) }
      kept.set(hash, entry)
      try {
        entry.found = await entry.settled
        return entry.found
      } finally {
        if (!entry.found && kept.get(hash) === entry) kept.delete(hash)
      }
    },
    peek(token) {
      if (!token || !TOKEN.test(token)) return undefined
      const known = kept.get(hashToken(token))
      return known && performance.now() - known.since < KEEP_MS ? known.found : undefined
    },
    forget(tokenHash) {
      if (tokenHash) kept.delete(tokenHash)
      else kept.clear()
    },
  }
}

async function settle(door: Door, tokenHash: string): Promise<Settled | undefined> {
  const row = await door.serve("svc_auth", "read", (sql) => findSession(sql, tokenHash))
  if (!row) return undefined
  if (row.unnoted) await door.serve("svc_auth", "write", (sql) => updateUse(sql, tokenHash))
  const roles = listRoles(row.grants)
  const role = row.role && roles.includes(row.role) ? row.role : null
  return {
    tokenHash,
    accountId: row.accountId,
    username: row.username,
    displayName: row.displayName,
    isDemo: row.isDemo,
    role,
    roles,
    named: listNamed(row.grants, role),
  }
}
