import { hash, randomInt } from "node:crypto"

const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

/** Pattern of a cookie's value: 32 letters and digits, 190 random bits. */
export const TOKEN_TEXT = "[0-9A-Za-z]{32}"
export const TOKEN = new RegExp(`^${TOKEN_TEXT}$`)

/** A new cookie value for a session that goes on under another id. */
export const makeToken = (): string =>
  Array.from({ length: 32 }, () => LETTERS[randomInt(LETTERS.length)]).join("")

/** What the database keeps of a cookie: SHA-256 in hexadecimal. */
export const hashToken = (token: string): string => hash("sha256", token)
