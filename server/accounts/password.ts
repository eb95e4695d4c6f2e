import { hash, type Options, verify } from "@node-rs/argon2"

/** Argon2id with 19 MiB and two passes: OWASP's floor, about 15 ms on one core. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } satisfies Options

/** @returns the hash in PHC form, `$argon2id$v=19$…`, with its salt and cost */
export const hashPassword = (password: string): Promise<string> => hash(password, COST)

/** Whether the password gives the stored hash, by the cost that the hash itself names. */
export const verifyPassword = ({ hash, password }: { hash: string; password: string }) =>
  verify(hash, password)
