import type { Context } from "hono"

/** What the Node server puts beside a request; absent when the application is called in its own process. */
type Bindings = { incoming?: { socket: { remoteAddress?: string | undefined } } } | undefined

/** Address of the connection. Forwarding headers are not read: anybody may write them. */
function remoteAddress(c: Context): string {
  const { incoming } = (c.env as Bindings) ?? {}
  if (!incoming) return "127.0.0.1"
  return incoming.socket.remoteAddress?.replace(/^::ffff:(?=\d)/, "") ?? ""
}

/** What one user of the network can hardly change: an IPv4 address, the /56 of an IPv6 one. */
export function addressBlock(c: Context): string {
  const address = remoteAddress(c)
  if (!address.includes(":")) return address
  const [head = "", tail] = address.split("%")[0]!.split("::")
  const groups = head.split(":").filter(Boolean)
  const filled = tail === undefined ? groups : [...groups, "0", "0", "0", "0"]
  const [a = "0", b = "0", c4 = "0", d = "0"] = filled
  return [a, b, c4, (Number.parseInt(d, 16) >> 8).toString(16)].join(":")
}

/** Whether the request comes from this machine and was not forwarded by a proxy on it. */
export const isLocal = (c: Context): boolean =>
  /^(127\.|::1$)/.test(remoteAddress(c)) &&
  !c.req.header("x-forwarded-for") &&
  !c.req.header("forwarded")
