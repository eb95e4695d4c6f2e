import type { Sql } from "./sql.ts"

/**
 * Runs statements that read whole tables, joined as wholes. Where the engine has no statistics (of tables just
 * filled; the embedded one never gathers any by itself) it takes 50,000 rows for a handful and would look each of
 * them up.
 * A loop that cannot be avoided then seems to cost a fortune, for which the server would begin to compile.
 */
export async function joiningWholes<T>(sql: Sql, work: () => Promise<T>): Promise<T> {
  await sql`select set_config('enable_nestloop', 'off', true), set_config('jit', 'off', true)`
  const result = await work()
  await sql`select set_config('enable_nestloop', 'on', true)`
  return result
}
