/** Inputs and results of a run as they are kept: JSON, a line a firm, in pieces of some hundred firms. */
import { promisify } from "node:util"
import { constants, gunzip, gzip } from "node:zlib"

const [pack, unpack] = [promisify(gzip), promisify(gunzip)]

/** One firm's page reads one piece, a table of results reads all: both stay small. */
const FIRMS_A_PIECE = 500

export const pieceOf = (place: number): number => Math.floor(place / FIRMS_A_PIECE)

/** @returns a compressed piece for every 500 lines, at least one */
export const packLines = (lines: readonly unknown[]): Promise<Buffer[]> =>
  Promise.all(
    Array.from({ length: Math.max(1, Math.ceil(lines.length / FIRMS_A_PIECE)) }, (_, n) =>
      pack(
        lines
          .slice(n * FIRMS_A_PIECE, (n + 1) * FIRMS_A_PIECE)
          .map((line) => JSON.stringify(line))
          .join("\n"),
        { level: constants.Z_BEST_SPEED },
      ),
    ),
  )

export async function unpackLines<Line>(piece: Uint8Array): Promise<Line[]> {
  const text = (await unpack(piece)).toString("utf8")
  return text === "" ? [] : text.split("\n").map((line) => JSON.parse(line) as Line)
}
