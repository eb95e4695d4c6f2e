import { createMemo } from "solid-js"
import { useText } from "../text/language.tsx"
import { createSchemes } from "./createPublicity.ts"

/** Which firms a scheme is for, as people call them; its label where the stratum has no name. */
export function useStrata() {
  const { name, names } = useText()
  const schemes = createSchemes()
  const heads = createMemo(
    () => new Map((schemes.data?.items ?? []).map((head) => [head.schemeId, head])),
  )
  return (schemeId: string | null | undefined): string => {
    const head = heads().get(schemeId ?? "")
    if (!head) return ""
    return names("stratum", head.stratum) ? name("stratum", head.stratum) : head.label
  }
}
