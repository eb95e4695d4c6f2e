import { execFileSync, spawn } from "node:child_process"
import { once } from "node:events"
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:net"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Running } from "./processes.ts"

const NGINX = "/usr/sbin/nginx"

/** nginx with one worker that gives these bytes at /tile; null where it is not installed. */
export async function startFile(bytes: Buffer): Promise<Running | null> {
  if (!existsSync(NGINX)) return null
  const folder = makeFolder()
  writeFileSync(join(folder, "tile"), bytes)
  execFileSync("chmod", ["-R", "a+rX", folder])
  return startNginx(folder, `root ${folder};`)
}

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
