import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http"
import type { Audience } from "../db/audience.ts"
import { acceptsGzip } from "../http/body.ts"
import type { TileAddress } from "./encode/address.ts"
import type { MapEngine, Tile } from "./engine.ts"
import type { Question } from "./question.ts"

/** What an address of a tile was found to ask. */
export type Asked = {
  address: TileAddress
  question: Question
  /** Of the last answer; its bytes are the engine's to keep. */
  ticket: Tile["ticket"]
}

type Noted = Asked & {
  /** Names and values in turn that every answer to the address has. */
  headers: readonly string[]
}

/** Addresses that are remembered; the one noted first goes first. */
const MOST_NOTED = 5_000

const OF_TILE = ["content-type", "application/vnd.mapbox-vector-tile"] as const
const PACKED = [...OF_TILE, "content-encoding", "gzip"] as const

/**
 * Tiles by addresses that were understood before. A map asks for the same ones all day: they are answered before
 * the layers of the application, which cost ten times what sending the bytes does. Whoever asks must have a
 * session that was settled within the second; all else goes the usual way, which notes here what it answered.
 */
export class ReadyTiles {
  private readonly engine: Pick<MapEngine, "ready" | "tile">
  private readonly audienceOf: (headers: IncomingHttpHeaders) => Audience | undefined
  private readonly noted = new Map<string, Noted>()

  /** @param audienceOf whoever is known to ask without looking anything up, else undefined */
  constructor(
    engine: Pick<MapEngine, "ready" | "tile">,
    audienceOf: (headers: IncomingHttpHeaders) => Audience | undefined,
  ) {
    this.engine = engine
    this.audienceOf = audienceOf
  }

  /** @param unchanged the answer 304, whose headers every answer has, but for its tag */
  note(path: string, asked: Asked, unchanged: Response): void {
    const headers = [...unchanged.headers].filter(([name]) => name !== "etag").flat()
    this.noted.delete(path)
    this.noted.set(path, { ...asked, headers })
    if (this.noted.size > MOST_NOTED) this.noted.delete(this.noted.keys().next().value!)
  }

  /** @param usual answers what cannot be answered here */
  answer(request: IncomingMessage, response: ServerResponse, usual: () => void): void {
    const noted = request.method === "GET" ? this.noted.get(request.url!) : undefined
    if (!noted || this.audienceOf(request.headers) !== noted.question.audience) return usual()
    const tile = this.engine.ready(noted.ticket)
    if (tile) send(request, response, tile, noted.headers, usual)
    else void this.make(noted, request, response, usual)
  }

  private async make(
    noted: Noted,
    request: IncomingMessage,
    response: ServerResponse,
    usual: () => void,
  ) {
    const tile = await this.engine.tile(noted.address, noted.question).catch(() => null)
    // What went wrong is said by the usual way, which goes wrong again or has better luck.
    if (!tile) return usual()
    noted.ticket = tile.ticket
    send(request, response, tile, noted.headers, usual)
  }
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  { etag, body }: Pick<Tile, "etag" | "body">,
  ofAll: readonly string[],
  usual: () => void,
): void {
  const asked = request.headers
  const headers = etag === null ? ofAll : ofAll.concat("etag", etag)
  if (etag !== null && asked["if-none-match"] === etag)
    return void response.writeHead(304, headers as string[]).end()
  if (!body) return void response.writeHead(204, headers as string[]).end()
  if (body.isCompressed && !acceptsGzip(asked["accept-encoding"])) return usual()
  const own = body.isCompressed ? PACKED : OF_TILE
  response
    .writeHead(200, headers.concat(own, "content-length", String(body.bytes.length)))
    .end(body.bytes)
}
