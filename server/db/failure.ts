/** The engine cannot be trusted any more: the connection is gone or answered what it must not. */
export class EngineLost extends Error {}

/** A statement ran past its deadline; its connection was ended. */
export class EngineTimeout extends Error {}

/** The database cannot be used; `message` is one Chinese sentence for the person who starts it. */
export class DatabaseUnusable extends Error {}

/** SQLSTATE of a database error (five characters), or undefined for anything else. */
export const sqlState = (error: unknown): string | undefined =>
  error instanceof Error &&
  "code" in error &&
  typeof error.code === "string" &&
  error.code.length === 5
    ? error.code
    : undefined

/** Codes with which `postgres` says that the connection is gone. */
const GONE = new Set([
  "CONNECTION_CLOSED",
  "CONNECTION_ENDED",
  "CONNECTION_DESTROYED",
  "CONNECT_TIMEOUT",
  "ECONNRESET",
  "ECONNREFUSED",
  "EPIPE",
  "57P01",
  "57P02",
  "57P03",
])

export const isGone = (error: unknown): boolean =>
  error instanceof Error && "code" in error && GONE.has(String(error.code))
