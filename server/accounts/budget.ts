import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible"
import { Problem } from "../http/problem.ts"

/** Failed sign-ins that are borne: of one account in 15 minutes, from one address in an hour. */
const OF_ACCOUNT = { points: 10, duration: 15 * 60 }
const FROM_ADDRESS = { points: 50, duration: 60 * 60 }

/**
 * Runs one attempt against the budget. An attempt counts before it is made, so that many at once do not
 * slip through, and is given back when it succeeds or breaks: only failures count.
 *
 * @param attempt gives undefined when it fails
 * @throws Problem too-many-requests with Retry-After; the same for known and unknown accounts
 */
export type Budget = <T>(
  username: string,
  address: string,
  attempt: () => Promise<T | undefined>,
) => Promise<T | undefined>

/** Counters in the memory of this process; a restart forgets them. */
export function createBudget(): Budget {
  const ofAccount = new RateLimiterMemory(OF_ACCOUNT)
  const fromAddress = new RateLimiterMemory(FROM_ADDRESS)

  return async (username, address, attempt) => {
    await take(fromAddress, address)
    await take(ofAccount, username)
    const giveBack = () =>
      Promise.all([ofAccount.reward(username, 1), fromAddress.reward(address, 1)])
    try {
      const result = await attempt()
      if (result !== undefined) await giveBack()
      return result
    } catch (error) {
      await giveBack()
      throw error
    }
  }
}

async function take(limiter: RateLimiterMemory, key: string) {
  try {
    await limiter.consume(key, 1)
  } catch (full) {
    if (!(full instanceof RateLimiterRes)) throw full
    throw new Problem("too-many-requests", "登录失败次数过多，请稍后重试。", {
      headers: { "retry-after": String(Math.max(1, Math.ceil(full.msBeforeNext / 1000))) },
    })
  }
}
