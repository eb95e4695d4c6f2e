/** The database takes neither NUL nor half a surrogate pair; what it cannot keep is shown as such. */
export const toStorableText = (text: string): string => text.replace(/\0|\p{Cs}/gu, "\ufffd")

/** The same for every text inside a JSON value. */
export const toStorable = <T>(value: T): T =>
  JSON.parse(
    JSON.stringify(value, (_, part: unknown) =>
      typeof part === "string" ? toStorableText(part) : part,
    ),
  ) as T
