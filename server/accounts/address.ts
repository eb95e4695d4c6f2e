import type { Context } from "hono"

/** What the Node server puts beside a request; absent when a test calls the application itself. */
type Bindings = { incoming?: { socket?: { remoteAddress?: string | undefined } } } | undefined

/** Address of the connection. Forwarding headers are not read: anybody may write them. */
const remoteAddress = (c: Context): string =>
  (c.env as Bindings)?.incoming?.socket?.remoteAddress?.replace(/^::ffff:(?=\d)/, "") ?? ""

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
