import type { Door } from "../../server/db/door.ts"
import type { Store } from "./processes.ts"
import type { Report } from "./report.ts"

/** What every suite works with. */
export type Bench = {
  store: Store
  /**
   * Runs work on the store while no product is on it: the embedded engine belongs to one process at a time.
   */
  withDoor: <T>(work: (door: Door) => Promise<T>) => Promise<T>
  /** The same of a database of its own that holds whole sample parks, or is empty yet. */
  openSample: () => Promise<Pick<Bench, "store" | "withDoor">>
  /** How many parcels were asked for. */
  parcels: number
  rounds: number
  report: Report
  /** Address template of a peer with {z}/{x}/{y}; undefined where it does not take part. */
  peerUrl: (name: string) => string | undefined
  /** Peers that were named on the command line. */
  extraPeers: readonly string[]
}
