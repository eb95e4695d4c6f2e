import { describe, expect, test } from "vitest"
import { KINDS_OF_ROLE } from "../../client/imports/kinds.ts"
import { mayImport, UPLOAD_KINDS } from "../../server/imports/kinds.ts"
import { ROLES } from "../../server/db/audience.ts"
import { findRoot } from "../../server/programs.ts"
import { readSources } from "../support/layers.ts"

const client = [...readSources(findRoot())].filter(([path]) => path.startsWith("client/"))
const where = (pattern: RegExp) =>
  client.flatMap(([path, text]) => (pattern.test(text) ? [path] : []))

describe("what the content security policy would stop, or must not be trusted, is not in the client", () => {
  test.each([
    ["a style written into a template", /\sstyle="/],
    [
      "a style object without anything that changes, which the compiler writes into the template",
      /\sstyle=\{\{\s*(?:"?[\w-]+"?:\s*(?:"[^"]*"|'[^']*'|\d+),?\s*)+\}\}/,
    ],
    ["a handler as text", /\son[a-z]+="/],
    ["text read as markup", /innerHTML|outerHTML|insertAdjacentHTML|setHTML|document\.write/],
    ["code made at run time", /\beval\(|new Function\(/],
    ["an address of somebody else", /["'`]https?:\/\/(?!www\.w3\.org\/2000\/svg)/],
  ])("%s", (_, pattern) => {
    expect(where(pattern)).toEqual([])
  })
})

test("a role is offered exactly the imports that the server lets it make", () => {
  const allowed = ROLES.map((role) => [role, UPLOAD_KINDS.filter((kind) => mayImport(role, kind))])
  const offered = ROLES.map((role) => [role, KINDS_OF_ROLE[role] ?? []])
  expect(offered.map(([role, kinds]) => [role, [...kinds!].sort()])).toEqual(
    allowed.map(([role, kinds]) => [role, [...kinds!].sort()]),
  )
})
