import type { Sql } from "./sql.ts"

/** Writes the act behind a change, in the name of whoever the transaction acts for. @returns act_id */
export async function insertAct(
  sql: Sql,
  kind: string,
  object: string,
  why: string | null = null,
): Promise<string> {
  const [act] = await sql<{ actId: string }>`
    insert into core.act (kind, object, why) values (${kind}, ${object}, ${why}) returning act_id`
  return act!.actId
}
