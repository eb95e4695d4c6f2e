import { LAND_USE_CLASSES } from "../../../geodata/codes/land-use-classes.ts"

/**
 * Groups of land use that have one colour in the planning palette. Letters: GB 50137-2011, which planners
 * read at sight. Order: the order of a park's legend, not of the codes.
 */
type Row = [colour: string, letter: string, zh: string, en: string]

const GROUPS: Row[] = [
  ["#bb9674", "M", "工业用地", "Industrial"],
  ["#8761d3", "W", "物流仓储用地", "Logistics and storage"],
  ["#9999ff", "W2", "储备库用地", "Reserve storage"],
  ["#e6005c", "A35", "科研用地", "Research"],
  ["#ff0000", "B", "商业服务业用地", "Commerce and services"],
  ["#ffff2d", "R", "居住用地", "Residential"],
  ["#ff00ff", "A1", "机关团体用地", "Government"],
  ["#ff85c9", "A3", "教育用地", "Education"],
  ["#ff7f00", "A2", "文化用地", "Culture"],
  ["#00a57c", "A4", "体育用地", "Sport"],
  ["#ff7f7e", "A5", "医疗卫生用地", "Health care"],
  ["#ff9f7f", "A6", "社会福利用地", "Social welfare"],
  ["#006380", "U", "公用设施用地", "Utilities"],
  ["#b7b7b7", "S", "交通运输用地", "Transport"],
  ["#a3a3a3", "S1", "道路用地", "Roads"],
  ["#00ff00", "G1", "公园绿地", "Park"],
  ["#148d4a", "G2", "防护绿地", "Protective green"],
  ["#acffcf", "G3", "广场用地", "Square"],
  ["#9e6c54", "H5", "采矿用地", "Mining"],
  ["#858f56", "H4", "特殊用地", "Special use"],
  ["#338ec0", "E1", "水域", "Water"],
  ["#d8d79f", "E2", "农业设施建设用地", "Agricultural facilities"],
  ["#ffffff", "Z", "留白用地", "Reserved blank"],
]

export type LandUseGroup = {
  colour: string
  letter: string
  zh: string
  en: string
  /** `scheme|code` of every class in the group. */
  members: readonly string[]
}

export const memberOf = (scheme: string, code: string): string => `${scheme}|${code}`

export const LAND_USE_GROUPS: readonly LandUseGroup[] = GROUPS.map(([colour, letter, zh, en]) => ({
  colour,
  letter,
  zh,
  en,
  members: LAND_USE_CLASSES.filter((entry) => entry.colour === colour).map(({ scheme, code }) =>
    memberOf(scheme, code),
  ),
}))
