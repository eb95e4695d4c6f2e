import { createHash, randomInt } from "node:crypto"

const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

/** A cookie's value: 32 letters and digits, 190 random bits. */
export const TOKEN = /^[0-9A-Za-z]{32}$/

/** A new cookie value for a session that goes on under another id. */
export const makeToken = (): string =>
  Array.from({ length: 32 }, () => LETTERS[randomInt(LETTERS.length)]).join("")

/** What the database keeps of a cookie: SHA-256 in hexadecimal. */
export const hashToken = (token: string): string => createHash("sha256").update(token).digest("hex")
