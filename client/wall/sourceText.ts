import type { AnswerOf, api } from "../api.ts"
import { useText } from "../text/language.tsx"

export type Source = AnswerOf<typeof api.sources.$get>["items"][number]

/** Letters of a file name that a wall has room for. */
const MOST_LETTERS = 16

const shorten = (name: string) =>
  name.length <= MOST_LETTERS ? name : `${name.slice(0, MOST_LETTERS - 1)}…`

/** Where figures came from and when: who gave them, of which year, and the day they were received or computed. */
export function useSourceText(sources: () => readonly Source[]) {
  const { t } = useText()
  return (kind: Source["kind"]): string | undefined => {
    const source = sources().find((one) => one.kind === kind)
    if (!source) return undefined
    const { origin, name, issuer, day, fiscalYear } = source
    const giver =
      issuer ??
      (origin === "sample"
        ? t("sample.badge")
        : origin === "import" || origin === "document"
          ? shorten(name ?? "")
          : t(
              `wall.origin.${kind === "standings" ? "rules" : kind === "grades" ? "grades" : "entry"}`,
            ))
    const of =
      fiscalYear === null ? giver : t("wall.source.year", { name: giver, year: fiscalYear })
    return t(`wall.source.${origin}`, { name: of, day })
  }
}
