import { zipSync } from "fflate"
import { expect, test } from "vitest"
import { createFileCount } from "../../client/record/createDownload.ts"

const archive = zipSync(
  Object.fromEntries(Array.from({ length: 7 }, (_, n) => [`${n}.pdf`, new Uint8Array(n * 11)])),
  { level: 0 },
)

test("files of an archive are counted as they come, wherever its pieces are cut", () => {
  for (let size = 1; size < 60; size += 1) {
    const count = createFileCount()
    let files = 0
    for (let at = 0; at < archive.length; at += size) files = count(archive.slice(at, at + size))
    expect([size, files]).toEqual([size, 7])
  }
})

test("a mark that begins twice is one file", () => {
  const count = createFileCount()
  expect(count(new Uint8Array([0x50, 0x50, 0x4b, 0x03, 0x04, 0x50, 0x4b, 0x05, 0x06]))).toBe(1)
})
