/** How much of a foreign file we are ready to look at. Sizes in bytes, times in ms. */
const MB = 1024 * 1024

export const INPUT_BYTES = 200 * MB
export const OUTPUT_BYTES = 1024 * MB

export const ZIP_ENTRIES = 2000
export const ZIP_UNPACKED_BYTES = 1024 * MB
export const ZIP_RATIO = 200
/** Below this an entry is no bomb, whatever its ratio: attribute tables are mostly blanks. */
export const ZIP_RATIO_FROM_BYTES = 16 * MB

export const JSON_DEPTH = 64
export const JSON_STRING_BYTES = MB
export const JSON_MEMBERS = 10_000

export const ROWS = 300_000
export const TABLE_ROWS = 200_000
export const COLUMNS = 200
export const CELL_CHARACTERS = 32_767
export const WORKBOOK_STRING_BYTES = 50 * MB

export const VERTICES_PER_ROW = 200_000
export const VERTICES_PER_FILE = 5_000_000

export const WALL_MS = 120_000
export const CPU_SECONDS = 60
export const HEAP_MB = 1536
/** Writable memory of the whole child: heap, buffers and the memory of the vector engine. */
export const DATA_BYTES = 3072 * MB
