import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http"
import type { Audience } from "../db/audience.ts"
import { acceptsGzip } from "./body.ts"
import type { MapEngine, Ticket } from "./engine.ts"

type Noted = {
  audience: Audience
  ticket: Ticket
  /** Names and values in turn, of an answer without a body. */
  headers: readonly string[]
}

/** Addresses that are remembered; the one noted first goes first. */
const MOST_NOTED = 5_000

const OF_TILE = ["content-type", "application/vnd.mapbox-vector-tile"] as const
const PACKED = [...OF_TILE, "content-encoding", "gzip"] as const

/**
 * Tiles that can be sent again as they are. A map asks for the same addresses all day: one that was answered in
 * this state of the map, to this audience, is answered before the layers of the application, which cost ten
 * times what sending the bytes does. Whoever asks must have a session that was settled within the second;
 * all else goes the usual way, which notes here what it answered.
 */
export class ReadyTiles {
  private readonly engine: Pick<MapEngine, "ready">
  private readonly audienceOf: (headers: IncomingHttpHeaders) => Audience | undefined
  private readonly noted = new Map<string, Noted>()

  /** @param audienceOf whoever is known to ask without looking anything up, else undefined */
  constructor(
    engine: Pick<MapEngine, "ready">,
    audienceOf: (headers: IncomingHttpHeaders) => Audience | undefined,
  ) {
    this.engine = engine
    this.audienceOf = audienceOf
  }

  /** @param unchanged the answer 304 to this address, whose headers every answer to it has */
  note(address: string, audience: Audience, ticket: Ticket, unchanged: Response): void {
    this.noted.delete(address)
    this.noted.set(address, { audience, ticket, headers: [...unchanged.headers].flat() })
    if (this.noted.size > MOST_NOTED) this.noted.delete(this.noted.keys().next().value!)
  }

  /** @returns whether the request was answered */
  answer(request: IncomingMessage, response: ServerResponse): boolean {
    if (request.method !== "GET") return false
    const noted = this.noted.get(request.url!)
    const tile = noted && this.engine.ready(noted.ticket)
    if (!tile) return false
    const asked = request.headers
    if (this.audienceOf(asked) !== noted.audience) return false
    const { etag, body } = tile
    if (asked["if-none-match"] === etag) response.writeHead(304, [...noted.headers]).end()
    else if (!body) response.writeHead(204, [...noted.headers]).end()
    else if (body.isCompressed && !acceptsGzip(asked["accept-encoding"])) return false
    else {
      const own = body.isCompressed ? PACKED : OF_TILE
      const headers = noted.headers.concat(own, "content-length", String(body.bytes.length))
      response.writeHead(200, headers).end(body.bytes)
    }
    return true
  }
}
