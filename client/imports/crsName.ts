/** Rows of EPSG codes of Gauss-Kruger systems on CGCS2000: the first code, and what its place means. */
const ROWS = [
  { first: 4513, last: 4533, width: 3, zone: 25, prefixed: true },
  { first: 4534, last: 4554, width: 3, zone: 25, prefixed: false },
  { first: 4491, last: 4501, width: 6, zone: 13, prefixed: true },
  { first: 4502, last: 4512, width: 6, zone: 13, prefixed: false },
]
/** Degrees by which the central meridian of a six-degree zone lies west of its number times six. */
const SIX_DEGREE_SHIFT = 3

const PLAIN: Record<number, { zh: string; en: string }> = {
  4490: { zh: "CGCS2000 经纬度", en: "CGCS2000 longitude and latitude" },
  4326: { zh: "WGS 84 经纬度", en: "WGS 84 longitude and latitude" },
  3857: { zh: "Web 墨卡托", en: "Web Mercator" },
}

/** A coordinate system as people call it; other codes by their number. */
export function crsName(epsg: number): { zh: string; en: string } {
  const plain = PLAIN[epsg]
  if (plain) return plain
  const row = ROWS.find(({ first, last }) => epsg >= first && epsg <= last)
  if (!row) return { zh: `EPSG:${epsg}`, en: `EPSG:${epsg}` }
  const zone = row.zone + epsg - row.first
  const meridian = zone * row.width - (row.width === 6 ? SIX_DEGREE_SHIFT : 0)
  return row.prefixed
    ? {
        zh: `CGCS2000 ${row.width} 度带，第 ${zone} 带（坐标含带号）`,
        en: `CGCS2000 ${row.width}-degree zone ${zone} (zone number in the easting)`,
      }
    : {
        zh: `CGCS2000 ${row.width} 度带，中央经线 ${meridian}°（坐标不含带号）`,
        en: `CGCS2000 ${row.width}-degree zone, central meridian ${meridian}°`,
      }
}
