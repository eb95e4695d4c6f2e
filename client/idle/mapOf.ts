/** A filter of so many numbers is still taken by the server and by address bars. */
const MOST_PARCELS = 600

/** The map with these parcels alone; null for none, and for more than an address can name. */
export function mapOf(parcelIds: readonly number[]): string | null {
  if (parcelIds.length === 0 || parcelIds.length > MOST_PARCELS) return null
  return `/?filter=${encodeURIComponent(`id IN (${parcelIds.join(", ")})`)}`
}
