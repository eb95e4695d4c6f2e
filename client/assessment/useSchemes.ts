import { createMemo } from "solid-js"
import { useText } from "../text/language.tsx"
import { createSchemes } from "./createAssessment.ts"

/** What the schemes of a year are called: by whom they take in, and by their label. */
export function useSchemes() {
  const { name, names } = useText()
  const query = createSchemes()
  const heads = createMemo(
    () => new Map(query.data?.items.map((head) => [`${head.schemeId}/${head.version}`, head])),
  )
  const headOf = (schemeId: string, version?: number) =>
    version === undefined
      ? query.data?.items.find((head) => head.schemeId === schemeId)
      : heads().get(`${schemeId}/${version}`)
  return {
    query,
    headOf,
    /** Whom a scheme takes in; its label where the stratum has no name of its own. */
    shortOf: (schemeId: string | null): string => {
      if (schemeId === null) return name("result-class", "outside")
      const head = headOf(schemeId)
      if (!head) return schemeId
      return names("stratum", head.stratum) ? name("stratum", head.stratum) : head.label
    },
    labelOf: (schemeId: string, version?: number): string =>
      headOf(schemeId, version)?.label ?? schemeId,
  }
}
