import { describe, expect, test } from "vitest"
import { openArchive, unpackEntry } from "../../geodata/read/archive.ts"
import { Refusal } from "../../geodata/read/refusal.ts"
import { makeZip } from "./made-files.ts"

const ruleOf = (action: () => unknown): string | undefined => {
  try {
    action()
    return undefined
  } catch (error) {
    if (error instanceof Refusal) return error.rule
    throw error
  }
}

const CENTRAL = Buffer.from([0x50, 0x4b, 1, 2])
const END = Buffer.from([0x50, 0x4b, 5, 6])

/** The same zip with a field of its first directory entry changed. */
function patched(zip: Buffer, offset: number, value: number, bytes: 2 | 4): Buffer {
  const copy = Buffer.from(zip)
  copy.writeUIntLE(value, copy.indexOf(CENTRAL) + offset, bytes)
  return copy
}

const zip = makeZip({ "a.txt": Buffer.from("亩图".repeat(500)), "dir/b.txt": Buffer.from("b") })

describe("zip", () => {
  test("entries come back as they went in, packed or stored", () => {
    for (const level of [0, 6] as const) {
      const archive = openArchive(makeZip({ "a.txt": Buffer.from("亩图".repeat(500)) }, level))
      const [entry] = archive.entries
      expect(entry && unpackEntry(archive, entry).toString()).toBe("亩图".repeat(500))
    }
  })

  test("names are data: climbing, absolute and Windows paths are only texts", () => {
    const files = {
      "../../etc/passwd": Buffer.from("x"),
      "C:\\x\\y.shp": Buffer.from("y"),
      "/abs": Buffer.from("z"),
    }
    expect(openArchive(makeZip(files)).entries.map(({ name }) => name)).toEqual([
      "../../etc/passwd",
      "C:/x/y.shp",
      "/abs",
    ])
  })

  test("a name in GBK without the UTF-8 flag is read as Chinese", () => {
    const name = Buffer.from([0xcf, 0xd6, 0xd7, 0xb4]) // 现状
    const plain = makeZip({ "ABCD.shp": Buffer.from("x") })
    const renamed = Buffer.from(plain)
    for (let at = renamed.indexOf("ABCD"); at >= 0; at = renamed.indexOf("ABCD"))
      name.copy(renamed, at)
    expect(openArchive(renamed).entries[0]?.name).toBe("现状.shp")
  })

  test("folders and shadow files of macOS are left out", () => {
    const files = {
      "d/": Buffer.alloc(0),
      "__MACOSX/._a.shp": Buffer.from("m"),
      "d/._a.shp": Buffer.from("m"),
      "d/a.shp": Buffer.from("a"),
    }
    expect(openArchive(makeZip(files)).entries.map(({ name }) => name)).toEqual(["d/a.shp"])
  })

  test.each<[string, () => Buffer, string]>([
    ["cut off at the end", () => zip.subarray(0, zip.length - 30), "zip-corrupt"],
    ["without a directory", () => Buffer.from("PK\u0003\u0004 and nothing more"), "zip-corrupt"],
    ["locked with a password", () => patched(zip, 8, 1, 2), "zip-encrypted"],
    [
      "of 20 MB of zeros",
      () => makeZip({ "a.shp": Buffer.alloc(20 * 1024 * 1024) }),
      "zip-too-large",
    ],
    ["that announces 2 GB", () => patched(zip, 24, 2 ** 31, 4), "zip-too-large"],
    ["with a zip64 size", () => patched(zip, 24, 2 ** 32 - 1, 4), "zip-too-large"],
    ["inside a zip", () => makeZip({ "inner.zip": zip }), "zip-nested"],
    [
      "with 2001 entries",
      () =>
        makeZip(
          Object.fromEntries(Array.from({ length: 2001 }, (_, n) => [`${n}`, new Uint8Array(0)])),
          0,
        ),
      "zip-too-many-entries",
    ],
    [
      "that announces 65535 entries",
      () => {
        const copy = Buffer.from(zip)
        copy.writeUInt16LE(0xffff, copy.indexOf(END) + 10)
        return copy
      },
      "zip-too-many-entries",
    ],
    [
      "whose entries lie on each other",
      () => {
        const copy = Buffer.from(zip)
        copy.writeUInt32LE(10, copy.indexOf(CENTRAL, copy.indexOf(CENTRAL) + 4) + 42)
        return copy
      },
      "zip-corrupt",
    ],
  ])("a zip %s is refused", (_, make, rule) => {
    expect(ruleOf(() => openArchive(make()))).toBe(rule)
  })

  test("2000 entries are read", () => {
    const files = Object.fromEntries(
      Array.from({ length: 2000 }, (_, n) => [`${n}`, new Uint8Array(0)]),
    )
    expect(openArchive(makeZip(files, 0)).entries).toHaveLength(2000)
  })

  test.each<[string, Buffer]>([
    ["a smaller size than is packed", patched(zip, 24, 100, 4)],
    ["a larger size than is packed", patched(zip, 24, 5000, 4)],
    ["another checksum", patched(zip, 16, 1, 4)],
    ["a place outside", patched(zip, 42, zip.length - 10, 4)],
    ["a place that holds no entry", patched(zip, 42, 1, 4)],
  ])("an entry with %s is refused when it is unpacked", (_, changed) => {
    const rule = ruleOf(() => {
      const archive = openArchive(changed)
      const [entry] = archive.entries
      if (entry) unpackEntry(archive, entry)
    })
    expect(rule).toBe("zip-corrupt")
  })
})
