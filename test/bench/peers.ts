/**
 * What other servers would ask of the same database, each behind a bare HTTP server with a pool of its own and
 * without compression, which is their best case. Their exact statements, from the public repositories of
 * Martin (2026-08), pg_tileserv (2025-09) and Tegola (2026-07); `best` is the quickest ST_AsMVT we know.
 */
import { createServer, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import postgres from "postgres"
import { say } from "./report.ts"

const ALL =
  "land_use, land_use_scheme, area_mu, lifecycle, grade, available, suspected, determined, tax_per_mu, revenue_per_mu, value_added_per_mu"
const SLIM = "land_use, lifecycle, grade, suspected"

const geographic = (attributes: string) => `
  select ST_AsMVT(tile, 'parcels', 4096, 'geom', 'parcel_id') as mvt from (
    select parcel_id, ${attributes},
           ST_AsMVTGeom(ST_Transform(ST_CurveToLine(geom), 3857), ST_TileEnvelope($1::int, $2::int, $3::int), 4096, 64, true) as geom
      from bench.parcel
     where geom && ST_Transform(ST_TileEnvelope($1::int, $2::int, $3::int, margin => 0.015625), 4490)) tile`

const STATEMENTS: Record<string, string> = {
  martin: geographic(ALL),
  "martin-slim": geographic(SLIM),
  pg_tileserv: `
    select ST_AsMVT(tile, 'parcels', 4096, 'geom', 'parcel_id') as mvt from (
      select parcel_id, ${ALL},
             ST_AsMVTGeom(ST_Transform(ST_Force2D(geom), 3857), ST_TileEnvelope($1::int, $2::int, $3::int), 4096, 256) as geom
        from bench.parcel
       where geom && ST_Transform(ST_TileEnvelope($1::int, $2::int, $3::int, margin => 0.0625), 4490)
         and ST_Intersects(geom, ST_Transform(ST_TileEnvelope($1::int, $2::int, $3::int, margin => 0.0625), 4490))
       limit 50000) tile`,
  tegola: `
    select ST_AsMVT(tile, 'parcels', 4096, 'geom', 'parcel_id') as mvt from (
      select parcel_id, ${ALL},
             ST_AsMVTGeom(ST_Transform(geom, 3857), ST_TileEnvelope($1::int, $2::int, $3::int)) as geom
        from bench.parcel
       where geom && ST_Transform(ST_TileEnvelope($1::int, $2::int, $3::int, margin => 0.015625), 4490)) tile`,
  best: `
    select ST_AsMVT(tile, 'parcels', 4096, 'geom', 'parcel_id') as mvt from (
      select parcel_id, ${SLIM},
             ST_AsMVTGeom(geom_3857, ST_TileEnvelope($1::int, $2::int, $3::int), 4096, 64, true) as geom
        from bench.parcel
       where geom_3857 && ST_TileEnvelope($1::int, $2::int, $3::int, margin => 0.015625)) tile`,
}
export const PEERS = Object.keys(STATEMENTS)

/** A table as such servers publish it: flat, indexed in both systems, with what our tiles have. */
export async function publishFlat(url: string, year: number): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    await sql.unsafe(`
      create schema if not exists bench;
      drop table if exists bench.parcel;
      create table bench.parcel as
      select v.parcel_id, v.land_use_code as land_use, v.land_use_scheme, v.area_mu::float8 as area_mu,
             s.lifecycle, g.grade, s.available,
             exists (select from core.suspicion u where u.parcel_id = v.parcel_id and u.superseded_at is null) as suspected,
             exists (select from core.determination d where d.parcel_id = v.parcel_id and d.ended_on is null) as determined,
             t.per_mu::float8 as tax_per_mu, r.per_mu::float8 as revenue_per_mu, a.per_mu::float8 as value_added_per_mu,
             v.geom, ST_Transform(v.geom, 3857) as geom_3857
        from core.parcel_version v
        left join core.parcel_standing s using (parcel_id)
        left join assess.parcel_grade g on g.parcel_id = v.parcel_id and g.fiscal_year = ${year}
        left join fin.parcel_metric t on t.parcel_id = v.parcel_id and t.fiscal_year = ${year} and t.indicator = 'taxWanYuan'
        left join fin.parcel_metric r on r.parcel_id = v.parcel_id and r.fiscal_year = ${year} and r.indicator = 'revenueWanYuan'
        left join fin.parcel_metric a on a.parcel_id = v.parcel_id and a.fiscal_year = ${year} and a.indicator = 'valueAddedWanYuan'
       where v.superseded_at is null and v.valid_to is null;
      create index on bench.parcel using gist (geom);
      create index on bench.parcel using gist (geom_3857)`)
    await sql.unsafe("vacuum analyze bench.parcel")
  } finally {
    await sql.end()
  }
}

/** Serves /{peer}/{z}/{x}/{y} until the process ends; prints its port. */
export function servePeers(url: string): void {
  const sql = postgres(url, { max: 20, onnotice: () => {} })
  const answerTile = async (answer: ServerResponse, statement: string, tile: number[]) => {
    try {
      const [row] = await sql.unsafe(statement, tile, { prepare: true })
      const mvt = row!["mvt"] as Buffer
      answer.writeHead(200, { "content-length": mvt.length }).end(mvt)
    } catch (error) {
      answer.writeHead(500).end(String(error))
    }
  }
  const server = createServer((question, answer) => {
    const [, peer = "", z, x, y] = (question.url ?? "").split("/")
    const statement = STATEMENTS[peer]
    if (!statement) return void answer.writeHead(404).end()
    void answerTile(answer, statement, [Number(z), Number(x), Number(y)])
  })
  server.listen(0, "127.0.0.1", () => say((server.address() as AddressInfo).port))
}

/** Serves the bytes of a file at every address: what Node does when it has nothing to think about. */
export function serveBare(bytes: Buffer, headers: Record<string, string>): void {
  const server = createServer((question, answer) => {
    if (question.headers["if-none-match"]) return void answer.writeHead(304).end()
    answer.writeHead(200, { ...headers, "content-length": bytes.length }).end(bytes)
  })
  server.listen(0, "127.0.0.1", () => say((server.address() as AddressInfo).port))
}
