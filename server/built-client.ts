import { readFileSync } from "node:fs"
import type { RequestListener } from "node:http"
import { join } from "node:path"
import { serveStatic } from "@hono/node-server/serve-static"
import type { Product } from "./product.ts"
import { findRoot } from "./programs.ts"

const CLIENT = join(findRoot(), "dist/client")

/** The built client beside the API: hashed files for ever, the page itself never from a cache. */
export function withClient({ app, listener }: Product): RequestListener {
  const page = readFileSync(join(CLIENT, "index.html"), "utf8")
  app.get(
    "/assets/*",
    serveStatic({
      root: CLIENT,
      onFound: (_, c) => c.header("cache-control", "public, max-age=31536000, immutable"),
    }),
  )
  app.get("*", (c) =>
    c.req.path.startsWith("/api/")
      ? c.notFound()
      : c.html(page, 200, { "cache-control": "no-cache" }),
  )
  return listener
}
