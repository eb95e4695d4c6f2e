import type { Body } from "../http/body.ts"

export type Kept = {
  etag: string
  /** Null where the tile shows nothing. */
  body: Body | null
  /** State of the map in which the tag was last found right. */
  checkedAt: number
}

/** What a kept tile takes beside its bytes. */
const OVERHEAD_BYTES = 400

/**
 * Tiles as they were sent, of each address the last; those unused longest go first. Nothing is purged: a tile
 * whose tag no longer matches is overwritten.
 */
export class KeptBytes {
  private readonly kept = new Map<string, Kept>()
  private readonly budgetBytes: number
  private bytes = 0

  constructor(budgetBytes: number) {
    this.budgetBytes = budgetBytes
  }

  find(address: string): Kept | undefined {
    const found = this.kept.get(address)
    if (found) {
      this.kept.delete(address)
      this.kept.set(address, found)
    }
    return found
  }

  keep(address: string, kept: Kept): void {
    const before = this.kept.get(address)
    if (before) {
      this.bytes -= sizeOf(address, before)
      this.kept.delete(address)
    }
    this.kept.set(address, kept)
    this.bytes += sizeOf(address, kept)
    for (const [oldest, other] of this.kept) {
      if (this.bytes <= this.budgetBytes) break
      this.kept.delete(oldest)
      this.bytes -= sizeOf(oldest, other)
    }
  }
}

const sizeOf = (address: string, { body }: Kept) =>
  OVERHEAD_BYTES + 2 * address.length + (body?.bytes.length ?? 0)
