/** Parcel code (宗地代码, 19) and real-estate unit code (不动产单元代码, 28), GB/T 37346-2019. */

/** GGG_PPP_... of the standard: division 6, district 3, sub-district 3, feature 2, sequence 5. */
const PARCEL = /^(\d{6})(\d{3})(\d{3})([GJZ][ABSXCDEFHGWYLN])(\d{5})$/
/** F building, L forest, Q other, W none; then the number of the unit. */
const FIXTURE = /^([FLQW])(\d{8})$/

export type ParcelCode = {
  parcelCode: string
  /** GB/T 2260 county division, 6 digits. */
  divisionCode: string
  /** 地籍区 and 地籍子区, 3 digits each. */
  district: string
  subDistrict: string
  /** 宗地特征码: ownership (G state, J collective, Z undetermined) and kind of right (B: construction). */
  feature: string
  sequence: string
}

/** Full-width characters, blanks and small letters as people type them, made into a code. */
export const normaliseParcelCode = (text: string): string =>
  text.normalize("NFKC").replace(/\s/g, "").toUpperCase()

/** The parts of a normalised parcel code; null when it is not one. There is no check digit. */
export function parseParcelCode(code: string): ParcelCode | null {
  const parts = PARCEL.exec(code)
  if (!parts) return null
  const [, divisionCode = "", district = "", subDistrict = "", feature = "", sequence = ""] = parts
  return { parcelCode: code, divisionCode, district, subDistrict, feature, sequence }
}

/** The parcel part of a normalised 28-character unit code; null when it is not one. */
export function parseUnitCode(code: string): ParcelCode | null {
  return FIXTURE.test(code.slice(19)) ? parseParcelCode(code.slice(0, 19)) : null
}
