import { posix } from "node:path"
import type { Sources } from "./layers.ts"

const STATIC = /(?:^|\n)\s*(?:import|export)\s+(?!type\s)(?:[^"'`;]*?\sfrom\s+)?["'](\.[^"']+)["']/g
const DYNAMIC = /import\(\s*["'](\.[^"']+)["']\s*\)/g

/**
 * Places that name a phrase of a file which comes later than they do. `late` holds the phrases of
 * client/text/NAME-phrases.ts by NAME; a part is what one dynamic import brings, and has the phrases of its own
 * static imports and of every part that must be there before it.
 */
export function listLateKeys(
  sources: Sources,
  late: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): string[] {
  const targets = (path: string, pattern: RegExp) =>
    [...(sources.get(path) ?? "").matchAll(pattern)].map(([, to]) =>
      posix.join(posix.dirname(path), to!),
    )
  const closure = (start: string, found = new Set<string>()) => {
    if (!found.has(start)) {
      found.add(start)
      for (const to of targets(start, STATIC)) closure(to, found)
    }
    return found
  }
  const bad = new Set<string>()
  const visit = (start: string, before: ReadonlySet<string>, seen: ReadonlySet<string>) => {
    const files = closure(start)
    const there = new Set([...before, ...files])
    for (const [name, phrases] of Object.entries(late)) {
      const home = `client/text/${name}-phrases.ts`
      if (there.has(home)) continue
      for (const file of files) {
        const text = sources.get(file) ?? ""
        for (const key of Object.keys(phrases))
          if (text.includes(`"${key}"`)) bad.add(`${file}: ${key}`)
      }
    }
    for (const file of files)
      for (const to of targets(file, DYNAMIC))
        if (!seen.has(to)) visit(to, there, new Set([...seen, to]))
  }
  visit("client/main.tsx", new Set(), new Set(["client/main.tsx"]))
  return [...bad].sort()
}
