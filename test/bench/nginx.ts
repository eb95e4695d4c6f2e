import { execFileSync, spawn } from "node:child_process"
import { once } from "node:events"
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:net"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Running } from "./processes.ts"

const NGINX = "/usr/sbin/nginx"
const MAPSERVER = "/usr/bin/mapserv"
const SPAWN_FCGI = "/usr/bin/spawn-fcgi"

/** nginx with one worker that gives these bytes at /tile; null where it is not installed. */
export async function startFile(bytes: Buffer): Promise<Running | null> {
  if (!existsSync(NGINX)) return null
  const folder = makeFolder()
  writeFileSync(join(folder, "tile"), bytes)
  execFileSync("chmod", ["-R", "a+rX", folder])
  return startNginx(folder, `root ${folder};`)
}

/**
 * MapServer over FastCGI behind nginx, on the table that `publishFlat` makes; null where either is not
 * installed. Its tile is asked for with {x}, {y} and {z}.
 */
export async function startMapServer(databaseUrl: string): Promise<Running | null> {
  if (![NGINX, MAPSERVER, SPAWN_FCGI].every(existsSync)) return null
  const folder = makeFolder()
  writeFileSync(join(folder, "map"), toMapFile(new URL(databaseUrl)))
  writeFileSync(join(folder, "settings"), 'CONFIG ENV MS_MAP_PATTERN "." END END')
  const port = await findPort()
  const address = ["-n", "-a", "127.0.0.1", "-p", String(port), "--", MAPSERVER]
  const server = spawn(SPAWN_FCGI, address, {
    env: { MS_MAPFILE: join(folder, "map"), MAPSERVER_CONFIG_FILE: join(folder, "settings") },
    stdio: "ignore",
  })
  const front = await startNginx(
    folder,
    `location / { fastcgi_pass 127.0.0.1:${port}; fastcgi_keep_conn on; fastcgi_buffers 64 64k;
       fastcgi_param REQUEST_METHOD GET; fastcgi_param QUERY_STRING $query_string; }`,
  )
  return {
    url: `${front.url}/?mode=tile&tilemode=gmap&tile={x}+{y}+{z}&layers=parcels&map.imagetype=mvt`,
    async stop() {
      await front.stop()
      const gone = once(server, "exit")
      server.kill("SIGTERM")
      await gone
    },
  }
}

const toMapFile = ({ hostname, port, pathname, username, password }: URL) => `
MAP
  NAME "bench"
  SIZE 256 256
  EXTENT -20037508 -20037508 20037508 20037508
  PROJECTION "init=epsg:3857" END
  OUTPUTFORMAT
    NAME "mvt" DRIVER "MVT" MIMETYPE "application/vnd.mapbox-vector-tile" EXTENSION "mvt"
    FORMATOPTION "EXTENT=4096" FORMATOPTION "EDGE_BUFFER=64"
  END
  LAYER
    NAME "parcels" TYPE POLYGON STATUS ON TEMPLATE "none"
    CONNECTIONTYPE POSTGIS
    CONNECTION "host=${hostname} port=${port || "5432"} dbname=${pathname.slice(1)} user=${username}${password ? ` password=${password}` : ""}"
    PROCESSING "CLOSE_CONNECTION=DEFER"
    DATA "geom_3857 from bench.parcel using unique parcel_id using srid=3857"
    PROJECTION "init=epsg:3857" END
    METADATA
      "gml_include_items" "parcel_id,land_use,land_use_scheme,area_mu,lifecycle,grade,available,suspected,determined,tax_per_mu,revenue_per_mu,value_added_per_mu"
    END
  END
END`

const makeFolder = () => mkdtempSync(join(tmpdir(), "mutu-bench-nginx-"))

/** nginx with one worker and what its one server says; takes the folder away when it is stopped. */
async function startNginx(folder: string, server: string): Promise<Running> {
  const port = await findPort()
  writeFileSync(
    join(folder, "conf"),
    `daemon off; worker_processes 1; pid ${folder}/pid; error_log ${folder}/log;
     events { worker_connections 512; }
     http { access_log off; keepalive_requests 1000000; open_file_cache max=10; sendfile on; tcp_nopush on;
            server { listen 127.0.0.1:${port}; ${server} } }`,
  )
  const child = spawn(NGINX, ["-p", folder, "-c", join(folder, "conf")], { stdio: "ignore" })
  await new Promise((resolve) => setTimeout(resolve, 500))
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      const gone = once(child, "exit")
      child.kill("SIGTERM")
      await gone
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function findPort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}
