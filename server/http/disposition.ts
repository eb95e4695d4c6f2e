/** The header of RFC 6266: the name in plain letters, and as it is (RFC 5987). */
export function dispositionOf(kind: "inline" | "attachment", filename: string): string {
  const plain = filename.replace(/[^\w.-]/g, "_")
  const whole = encodeURIComponent(filename).replace(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${kind}; filename="${plain}"; filename*=UTF-8''${whole}`
}

const LONGEST = 120

/** A name that every file system takes: what divides folders or is reserved becomes a stroke. */
export const toFilename = (stem: string, ending: "pdf" | "docx" | "xlsx" | "zip"): string =>
  `${[...stem.replace(/[\p{Cc}\p{Cs}<>:"/\\|?*]/gu, "-")].slice(0, LONGEST).join("").trim()}.${ending}`
