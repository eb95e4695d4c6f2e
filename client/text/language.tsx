import { resolveTemplate, translator } from "@solid-primitives/i18n"
import { type Accessor, createContext, createMemo, type JSX, useContext } from "solid-js"
import { createFigures, type Figures } from "./figures.ts"
import { PHRASES, type PhraseKey } from "./phrases.ts"

export type Language = "zh" | "en"

type Dictionary = Record<PhraseKey, string>

type Phrases = Readonly<Record<string, readonly [zh: string, en: string]>>

const DICTIONARIES: Record<Language, Dictionary> = { zh: {} as Dictionary, en: {} as Dictionary }

/** Makes phrases known. Those of screens that come later come with them, before anything of theirs is shown. */
export function addPhrases(phrases: Phrases) {
  for (const [key, [zh, en]] of Object.entries(phrases)) {
    DICTIONARIES.zh[key as PhraseKey] = zh
    DICTIONARIES.en[key as PhraseKey] = en
  }
}
addPhrases(PHRASES)

export type Text = {
  language: Accessor<Language>
  /** The phrase in the language, `{{ name }}` filled in. */
  t: (key: PhraseKey, values?: Record<string, string | number>) => string
  /** What a value of a closed list is called; never the value itself. */
  name: (group: string, value: string) => string
  /** Whether a value of a closed list has a name. */
  names: (group: string, value: string) => boolean
  /** The one of two names that the language asks for. */
  pick: (names: { zh: string; en: string }) => string
  figures: Accessor<Figures>
}

const isPhrase = (key: string): key is PhraseKey => Object.hasOwn(DICTIONARIES.zh, key)

const TextContext = createContext<Text>()

/** Text of the interface for everything below, following the language. */
export function TextProvider(props: { language: Language; children: JSX.Element }) {
  const translate = translator(() => DICTIONARIES[props.language], resolveTemplate)
  const figures = createMemo(() => createFigures(props.language))
  const text: Text = {
    language: () => props.language,
    t: (key, values) => translate(key, values ?? {}),
    name: (group, value) => {
      const key = `${group}.${value}`
      return isPhrase(key) ? translate(key, {}) : translate("other", {})
    },
    names: (group, value) => isPhrase(`${group}.${value}`),
    pick: (names) => names[props.language],
    figures,
  }
  return <TextContext.Provider value={text}>{props.children}</TextContext.Provider>
}

/** @throws Error outside of TextProvider */
export function useText(): Text {
  const text = useContext(TextContext)
  if (!text) throw new Error("useText needs a TextProvider above it")
  return text
}
