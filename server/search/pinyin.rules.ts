/**
 * Names as people type them: normal form of a text, and whether a query spells a Chinese text by the sounds of
 * its characters, whole or by first letters, letters and characters mixed as they come.
 *
 * A character of several sounds (多音字) is found by each of them: 重庆 by `chongqing` and by `zhongqing`. Which
 * one a name has cannot be known from the text, and who searches may not know either.
 */
import { pinyin } from "pinyin-pro"

/**
 * Full-width and half-width, case, blanks and invisible characters do not count; ü is v, as it is typed. What such a
 * character kept apart may be composed without it.
 */
export const normalise = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[\s\p{Cf}\p{Cc}]/gu, "")
    .normalize("NFKC")
    .replaceAll("ü", "v")
    .normalize("NFKC")

const SPELT = /^[a-z]+$/
const readings = new Map<string, readonly string[]>()

/** The sounds of a character without tones, the usual one first; none for what is no Chinese character. */
export function readingsOf(character: string): readonly string[] {
  const known = readings.get(character)
  if (known) return known
  const found = isHan(character)
    ? pinyin(character, { multiple: true, toneType: "none", type: "array", v: true })
        .filter((sound) => SPELT.test(sound))
        // 绿 is typed lv and lu, 略 lve and lue.
        .flatMap((sound) => (sound.includes("v") ? [sound, sound.replace("v", "u")] : [sound]))
    : []
  const sounds = [...new Set(found)]
  readings.set(character, sounds)
  return sounds
}

const isHan = (character: string) => /\p{Script=Han}/u.test(character)

/** How a text is spelt by a query: its sounds or its first letters, from the beginning of the text or not. */
export type Spelling = { by: "pinyin" | "initials"; atStart: boolean }

const LETTER = /[a-z]/
const NOWHERE: readonly number[] = []
const BEGINNING: readonly number[] = [0]

/** How far a query may be used up by one character, from each place in it. */
type Steps = readonly (readonly number[])[]

/**
 * Reads texts against one query; both in normal form. The last syllable of the query may be begun only. Of several
 * places in a text whole sounds win over first letters, then the earlier place.
 *
 * @returns undefined for a query without a letter, which spells nothing
 */
export function createSpeller(query: string): ((text: string) => Spelling | null) | undefined {
  if (!LETTER.test(query)) return undefined
  // What a character does to this query is worked out once; a hundred thousand texts have few characters.
  const bySound = new Map<number, Steps>()
  const byInitial = new Map<number, Steps>()

  return (text) => {
    let found: Spelling | null = null
    for (let i = 0; i < text.length; i++) {
      if (stepsOf(byInitial, text.charCodeAt(i))[0] === NOWHERE) continue
      const atStart = i === 0
      if (spells(bySound, text, i)) return { by: "pinyin", atStart }
      if (!found && spells(byInitial, text, i)) found = { by: "initials", atStart }
    }
    return found
  }

  /** Whether the query is used up by the text from a place on; every way to read it is followed at once. */
  function spells(known: Map<number, Steps>, text: string, from: number): boolean {
    let open = BEGINNING
    for (let i = from; i < text.length && open.length > 0; i++) {
      const steps = stepsOf(known, text.charCodeAt(i))
      const next =
        open.length === 1
          ? steps[open[0]!]!
          : [...new Set(open.flatMap((reached) => steps[reached]!))]
      if (next.includes(query.length)) return true
      open = next
    }
    return false
  }

  function stepsOf(known: Map<number, Steps>, code: number): Steps {
    const made = known.get(code)
    if (made) return made
    const character = String.fromCharCode(code)
    const steps = Array.from({ length: query.length }, (_, reached) => {
      const ends = endsOf(character, reached, known === byInitial)
      return ends.length > 0 ? ends : NOWHERE
    })
    known.set(code, steps)
    return steps
  }

  function endsOf(character: string, reached: number, withInitials: boolean): number[] {
    const ends = new Set<number>()
    if (query[reached] === character) ends.add(reached + 1)
    for (const sound of readingsOf(character)) {
      if (query.startsWith(sound, reached)) ends.add(reached + sound.length)
      else if (sound.startsWith(query.slice(reached))) ends.add(query.length)
      if (withInitials && query[reached] === sound[0]) ends.add(reached + 1)
    }
    return [...ends]
  }
}
