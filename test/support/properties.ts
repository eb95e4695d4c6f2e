/**
 * Properties over drawn cases. Every run draws the same ones, so that one tree has one verdict; `MUTU_SEED=n` draws
 * others.
 */
import fc from "fast-check"

fc.configureGlobal({ seed: Number(process.env["MUTU_SEED"] ?? 1) })

export { fc }
