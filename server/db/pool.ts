import { type Address, Connection } from "./connection.ts"
import { EngineLost } from "./failure.ts"

export type Pool = {
  /** A connection for one transaction. @throws EngineLost when none comes free in time */
  checkout: () => Promise<Connection>
  /** Gives it back; a lost one is replaced at the next checkout. */
  release: (connection: Connection) => void
  close: () => void
}

type Settings = {
  size: number
  waitMs: number
  prepare: (connection: Connection) => Promise<void>
  lost?: () => void
}

/**
 * At most `size` connections, opened on demand, handed out in the order of asking.
 *
 * @param prepare set-up on a new connection before its first transaction
 * @param waitMs how long a request may wait for its turn
 * @param lost told of each connection that was lost, before the next is opened
 */
export function createPool(
  address: () => Promise<Address>,
  { size, waitMs, prepare, lost }: Settings,
): Pool {
  const idle: Connection[] = []
  const queue: { take: (connection: Promise<Connection>) => void }[] = []
  const all = new Set<Connection>()
  let open = 0
  let closed = false

  async function connect(): Promise<Connection> {
    open += 1
    let connection: Connection | undefined
    try {
      connection = new Connection(await address())
      all.add(connection)
      await prepare(connection)
      return connection
    } catch (error) {
      connection?.end(new EngineLost("connection not usable", { cause: error }))
      if (connection) all.delete(connection)
      lost?.()
      open -= 1
      throw error
    }
  }

  function discard(connection: Connection) {
    connection.end(new EngineLost("connection discarded"))
    all.delete(connection)
    open -= 1
    // A connection that is cut because we stop says nothing about the engine, which still has to close.
    if (!closed) lost?.()
  }

  function next(): Promise<Connection> | undefined {
    for (let connection = idle.pop(); connection; connection = idle.pop()) {
      if (!connection.lost) return Promise.resolve(connection)
      discard(connection)
    }
    return open < size ? connect() : undefined
  }

  function serveQueue() {
    while (queue.length > 0) {
      const connection = next()
      if (!connection) return
      queue.shift()?.take(connection)
      // A failed connect must not leave the others waiting for a release that never comes.
      connection.catch(() => serveQueue())
    }
  }

  return {
    async checkout() {
      if (closed) throw new EngineLost("the pool is closed")
      if (queue.length === 0) {
        const connection = next()
        if (connection) return connection
      }
      return new Promise((resolve, reject) => {
        const entry = {
          take: (connection: Promise<Connection>) => (clearTimeout(timer), resolve(connection)),
        }
        const timer = setTimeout(() => {
          queue.splice(queue.indexOf(entry), 1)
          reject(new EngineLost(`no connection came free within ${waitMs} ms`))
        }, waitMs)
        queue.push(entry)
      })
    },
    release(connection) {
      if (connection.lost || closed) discard(connection)
      else idle.push(connection)
      serveQueue()
    },
    close() {
      closed = true
      for (const connection of all) connection.end(new EngineLost("the server is stopping"))
      all.clear()
    },
  }
}
