import { z } from "zod"

/** A list that is answered whole: no list of it is longer than one page. */
export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), total: z.number().int(), next: z.null() })

/** The answer of a whole list. */
export const wholeList = <Item>(items: readonly Item[]) => ({
  items: [...items],
  total: items.length,
  next: null,
})
