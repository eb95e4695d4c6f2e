/** One page of a list: `next` is the cursor of the following page, null on the last. */
export type Page<T> = { items: T[]; total: number; next: string | null }

/**
 * Cuts a page from rows that were asked with one more than `limit`.
 * @param keyOf what the next page begins after
 */
export function toPage<T>(
  rows: readonly T[],
  total: number,
  limit: number,
  keyOf: (row: T) => string,
): Page<T> {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  const more = rows.length > limit && last !== undefined
  return { items, total, next: more ? Buffer.from(keyOf(last)).toString("base64url") : null }
}

/** The key a cursor holds; an empty one begins at the first page. */
export const keyOfCursor = (cursor: string | undefined): string =>
  Buffer.from(cursor ?? "", "base64url").toString()
