import { useText } from "../text/language.tsx"
import { isRatio, type Word, wordsOf, wordsOfValue } from "./places.ts"

/** What the parts of a scheme are called. A name that people gave is shown as they wrote it. */
export function useSchemeText() {
  const { t, name, names } = useText()
  const say = (word: Word): string => {
    if ("text" in word) return word.text
    return names(word.group, word.value) ? name(word.group, word.value) : word.value
  }
  return {
    indicator: (id: string) => name("indicator", id),
    /** The unit in which a value of an indicator is read and entered. */
    unit: (id: string) => (isRatio(id) ? "%" : name("indicator-unit", id)),
    stratum: (stratum: string) => say({ group: "stratum", value: stratum }),
    event: (event: string) => say({ group: "scheme-event", value: event }),
    /** A group or an item; the product's own have names, others are shown as people wrote them. */
    named: (id: string) => say({ group: "scheme-named", value: id }),
    state: (state: string) => name("scheme-state", state),
    /** A place of a scheme, such as 亩均税收 · 权重. */
    place: (path: string) => wordsOf(path).map(say).join(" · "),
    value: (path: string, value: string) => wordsOfValue(path, value).map(say).join(t("comma")),
  }
}
