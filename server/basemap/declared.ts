import { z } from "zod"

/** What the deployment puts under the parcels. */
export type Basemap =
  /** A file of this machine, served by us. */
  | { kind: "file"; path: string }
  /** Images of a tile server, in Web Mercator by XYZ; one on the other where they are several. */
  | { kind: "images"; layers: string[]; hosts: string[]; maxzoom: number; attribution: string }

/**
 * Map services whose tiles are shifted by law (GCJ-02) or twice (BD-09), by a part of their host. Parcels in
 * CGCS2000 would lie 100 to 700 m beside them, and such tiles cannot be shifted back where they are drawn.
 */
const SHIFTED: readonly (readonly [host: RegExp, owner: string, datum: "GCJ-02" | "BD-09"])[] = [
  [/(^|\.)(amap|autonavi|is\.autonavi)\.com$/, "高德", "GCJ-02"],
  [/(^|\.)(gtimg|qq|qpic|tencent)\.com$/, "腾讯", "GCJ-02"],
  [/(^|\.)(baidu|bdimg|bdstatic)\.com$/, "百度", "BD-09"],
  [/(^|\.)(google\.cn|ditu\.google\.com|gac-geo\.googlecnapps\.cn)$/, "谷歌中国", "GCJ-02"],
  [/(^|\.)geoq\.cn$/, "智图", "GCJ-02"],
  [/(^|\.)(mapabc|mapbar|51ditu)\.com$/, "图吧等", "GCJ-02"],
  [/(^|\.)(petalmaps|cloud\.huawei)\.com$/, "花瓣", "GCJ-02"],
]

const TIANDITU = /^tianditu(?::(vec|img|ter))?:([0-9A-Za-z]{16,64})$/
/** Names of the layer and of its writing at Tianditu. */
const TIANDITU_LAYERS = {
  vec: ["vec", "cva"],
  img: ["img", "cia"],
  ter: ["ter", "cta"],
} as const

/** Its tiles are in CGCS2000, unshifted; the matrix "w" is Web Mercator by XYZ. */
function tianditu(layer: keyof typeof TIANDITU_LAYERS, key: string): Basemap {
  const addressOf = (name: string) =>
    `https://t0.tianditu.gov.cn/${name}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=${name}&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk=${key}`
  return {
    kind: "images",
    layers: TIANDITU_LAYERS[layer].map(addressOf),
    hosts: ["https://t0.tianditu.gov.cn"],
    maxzoom: layer === "ter" ? 14 : 18,
    attribution: "天地图",
  }
}

function readImages(text: string): Basemap | string {
  let url: URL
  try {
    url = new URL(text)
  } catch {
    return "应为 PMTiles 文件、tianditu:密钥 或含 {z}/{x}/{y} 的瓦片地址"
  }
  const shifted = SHIFTED.find(([host]) => host.test(url.hostname))
  if (shifted) {
    const [, owner, datum] = shifted
    return `${owner}瓦片采用 ${datum} 偏移坐标，与 CGCS2000 宗地相差百米以上且不能在显示时纠正，不予使用；可改用天地图或自有 PMTiles`
  }
  if (
    /[?&](crs|srs|datum)=gcj-?02/i.test(text) ||
    (/google/.test(url.hostname) && /[?&]gl=cn/i.test(text))
  )
    return "地址声明为 GCJ-02 偏移坐标，与 CGCS2000 宗地相差百米以上，不予使用"
  if (!["{z}", "{x}", "{y}"].every((part) => text.includes(part)))
    return "瓦片地址应含 {z}、{x}、{y}"
  return {
    kind: "images",
    layers: [text],
    hosts: [url.origin],
    maxzoom: 19,
    attribution: url.hostname,
  }
}

function read(text: string): Basemap | string {
  const [, layer = "vec", key] = TIANDITU.exec(text) ?? []
  if (key) return tianditu(layer as keyof typeof TIANDITU_LAYERS, key)
  if (text.startsWith("tianditu:")) return "天地图应写作 tianditu:密钥 或 tianditu:img:密钥"
  if (/^https?:\/\//.test(text)) return readImages(text)
  if (/\.pmtiles$/i.test(text)) return { kind: "file", path: text }
  return "应为 PMTiles 文件、tianditu:密钥 或含 {z}/{x}/{y} 的瓦片地址"
}

/** Reads MUTU_BASEMAP. What cannot lie under parcels is refused with the reason. */
export const DeclaredBasemap = z.string().transform((text, context): Basemap => {
  const found = read(text.trim())
  if (typeof found !== "string") return found
  context.addIssue({ code: "custom", message: found })
  return z.NEVER
})
