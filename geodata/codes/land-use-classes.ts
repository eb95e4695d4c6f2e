/**
 * Land-use classes. The same digits mean different things in different schemes (1001 is railway in
 * GB/T 21010-2017 and industry in the 2023 classification), so a class is always scheme and code.
 * Colours: the planning palette of national spatial planning; null where the palette has none.
 */

/** `2023`: 自然资发〔2023〕234号. Letters: GB 50137-2011, still found in older plans and auction notices. */
export type LandUseScheme = "2023" | "GB/T 21010-2017" | "GB 50137-2011"

export type LandUseClass = {
  scheme: LandUseScheme
  code: string
  nameZh: string
  nameEn: string
  /** #rrggbb */
  colour: string | null
}

const INDUSTRY = "#bb9674"
const MINING = "#9e6c54"
const STORAGE = "#8761d3"
const RESERVE_STORAGE = "#9999ff"
const COMMERCE = "#ff0000"
const RESIDENCE = "#ffff2d"
const OFFICE = "#ff00ff"
const RESEARCH = "#e6005c"
const EDUCATION = "#ff85c9"
const CULTURE = "#ff7f00"
const SPORT = "#00a57c"
const HEALTH = "#ff7f7e"
const WELFARE = "#ff9f7f"
const UTILITIES = "#006380"
const TRANSPORT = "#b7b7b7"
const ROAD = "#a3a3a3"
const PARK = "#00ff00"
const PROTECTIVE_GREEN = "#148d4a"
const SQUARE = "#acffcf"
const SPECIAL = "#858f56"
const BLANK = "#ffffff"
const WATER = "#338ec0"
const FARM_FACILITY = "#d8d79f"

type Row = [code: string, nameZh: string, nameEn: string, colour: string | null]

const CLASSES_2023: Row[] = [
  ["01", "耕地", "arable land", null],
  ["02", "园地", "orchard", null],
  ["03", "林地", "forest", null],
  ["04", "草地", "grassland", null],
  ["05", "湿地", "wetland", null],
  ["06", "农业设施建设用地", "agricultural facilities", FARM_FACILITY],
  ["07", "居住用地", "residential", RESIDENCE],
  ["0701", "城镇住宅用地", "urban residential", RESIDENCE],
  ["0702", "城镇社区服务设施用地", "urban community services", RESIDENCE],
  ["08", "公共管理与公共服务用地", "public administration and services", OFFICE],
  ["0801", "机关团体用地", "government and organisations", OFFICE],
  ["0802", "科研用地", "research", RESEARCH],
  ["0803", "文化用地", "culture", CULTURE],
  ["0804", "教育用地", "education", EDUCATION],
  ["0805", "体育用地", "sport", SPORT],
  ["0806", "医疗卫生用地", "health care", HEALTH],
  ["0807", "社会福利用地", "social welfare", WELFARE],
  ["09", "商业服务业用地", "commerce and services", COMMERCE],
  ["0901", "商业用地", "commerce", COMMERCE],
  ["090101", "零售商业用地", "retail", COMMERCE],
  ["090102", "批发市场用地", "wholesale market", COMMERCE],
  ["090103", "餐饮用地", "catering", COMMERCE],
  ["090104", "旅馆用地", "hotel", COMMERCE],
  ["090105", "公用设施营业网点用地", "utility outlets", COMMERCE],
  ["0902", "商务金融用地", "business and finance", COMMERCE],
  ["0903", "娱乐用地", "entertainment", COMMERCE],
  ["0904", "其他商业服务业用地", "other commerce and services", COMMERCE],
  ["10", "工矿用地", "industry and mining", INDUSTRY],
  ["1001", "工业用地", "industrial", INDUSTRY],
  ["100101", "一类工业用地", "industrial, class 1", INDUSTRY],
  ["100102", "二类工业用地", "industrial, class 2", INDUSTRY],
  ["100103", "三类工业用地", "industrial, class 3", INDUSTRY],
  ["1002", "采矿用地", "mining", MINING],
  ["1003", "盐田", "salt pans", MINING],
  ["11", "仓储用地", "storage", STORAGE],
  ["1101", "物流仓储用地", "logistics and storage", STORAGE],
  ["110101", "一类物流仓储用地", "logistics and storage, class 1", STORAGE],
  ["110102", "二类物流仓储用地", "logistics and storage, class 2", STORAGE],
  ["110103", "三类物流仓储用地", "logistics and storage, class 3", STORAGE],
  ["1102", "储备库用地", "reserve storage", RESERVE_STORAGE],
  ["12", "交通运输用地", "transport", TRANSPORT],
  ["1201", "铁路用地", "railway", TRANSPORT],
  ["1202", "公路用地", "highway", TRANSPORT],
  ["1203", "机场用地", "airport", TRANSPORT],
  ["1204", "港口码头用地", "port", TRANSPORT],
  ["1205", "管道运输用地", "pipeline", TRANSPORT],
  ["1206", "城市轨道交通用地", "urban rail", TRANSPORT],
  ["1207", "城镇村道路用地", "urban and village road", ROAD],
  ["1208", "交通场站用地", "transport stations", TRANSPORT],
  ["120801", "对外交通场站用地", "long-distance stations", TRANSPORT],
  ["120802", "公共交通场站用地", "public transport stations", TRANSPORT],
  ["120803", "社会停车场用地", "public car park", TRANSPORT],
  ["13", "公用设施用地", "utilities", UTILITIES],
  ["1301", "供水用地", "water supply", UTILITIES],
  ["1302", "排水用地", "drainage", UTILITIES],
  ["1303", "供电用地", "power supply", UTILITIES],
  ["1304", "供燃气用地", "gas supply", UTILITIES],
  ["1305", "供热用地", "heating", UTILITIES],
  ["1306", "通信用地", "telecommunications", UTILITIES],
  ["1307", "邮政用地", "post", UTILITIES],
  ["1308", "广播电视设施用地", "broadcasting", UTILITIES],
  ["1309", "环卫用地", "sanitation", UTILITIES],
  ["1310", "消防用地", "fire service", UTILITIES],
  ["1311", "水工设施用地", "hydraulic works", UTILITIES],
  ["1312", "其他公用设施用地", "other utilities", UTILITIES],
  ["14", "绿地与开敞空间用地", "green and open space", PARK],
  ["1401", "公园绿地", "park", PARK],
  ["1402", "防护绿地", "protective green", PROTECTIVE_GREEN],
  ["1403", "广场用地", "square", SQUARE],
  ["15", "特殊用地", "special use", SPECIAL],
  ["16", "留白用地", "reserved blank", BLANK],
  ["17", "陆地水域", "inland water", WATER],
  ["1701", "河流水面", "river", WATER],
  ["1702", "湖泊水面", "lake", WATER],
  ["1703", "水库水面", "reservoir", WATER],
  ["1704", "坑塘水面", "pond", WATER],
  ["1705", "沟渠", "canal", WATER],
]

const CLASSES_2017: Row[] = [
  ["05", "商服用地", "commerce and services", COMMERCE],
  ["0501", "零售商业用地", "retail", COMMERCE],
  ["0502", "批发市场用地", "wholesale market", COMMERCE],
  ["0503", "餐饮用地", "catering", COMMERCE],
  ["0504", "旅馆用地", "hotel", COMMERCE],
  ["0505", "商务金融用地", "business and finance", COMMERCE],
  ["0506", "娱乐用地", "entertainment", COMMERCE],
  ["0507", "其他商服用地", "other commerce", COMMERCE],
  ["06", "工矿仓储用地", "industry, mining and storage", INDUSTRY],
  ["0601", "工业用地", "industrial", INDUSTRY],
  ["0602", "采矿用地", "mining", MINING],
  ["0603", "盐田", "salt pans", MINING],
  ["0604", "仓储用地", "storage", STORAGE],
  ["07", "住宅用地", "residential", RESIDENCE],
  ["0701", "城镇住宅用地", "urban residential", RESIDENCE],
  ["0702", "农村宅基地", "rural homestead", RESIDENCE],
  ["08", "公共管理与公共服务用地", "public administration and services", OFFICE],
  ["0801", "机关团体用地", "government and organisations", OFFICE],
  ["0802", "新闻出版用地", "press", CULTURE],
  ["0803", "教育用地", "education", EDUCATION],
  ["0804", "科研用地", "research", RESEARCH],
  ["0805", "医疗卫生用地", "health care", HEALTH],
  ["0806", "社会福利用地", "social welfare", WELFARE],
  ["0807", "文化设施用地", "culture", CULTURE],
  ["0808", "体育用地", "sport", SPORT],
  ["0809", "公用设施用地", "utilities", UTILITIES],
  ["0810", "公园与绿地", "park and green", PARK],
  ["10", "交通运输用地", "transport", TRANSPORT],
  ["1001", "铁路用地", "railway", TRANSPORT],
  ["1002", "轨道交通用地", "metro", TRANSPORT],
  ["1003", "公路用地", "highway", TRANSPORT],
  ["1004", "城镇村道路用地", "urban and village road", ROAD],
  ["1005", "交通服务场站用地", "transport stations", TRANSPORT],
  ["1007", "机场用地", "airport", TRANSPORT],
  ["1008", "港口码头用地", "port", TRANSPORT],
  ["1009", "管道运输用地", "pipeline", TRANSPORT],
  ["1201", "空闲地", "vacant land", null],
]

const CLASSES_2011: Row[] = [
  ["R", "居住用地", "residential", RESIDENCE],
  ["A", "公共管理与公共服务设施用地", "public administration and services", OFFICE],
  ["B", "商业服务业设施用地", "commerce and services", COMMERCE],
  ["M", "工业用地", "industrial", INDUSTRY],
  ["M0", "新型产业用地", "new-type industry", INDUSTRY],
  ["M1", "一类工业用地", "industrial, class 1", INDUSTRY],
  ["M2", "二类工业用地", "industrial, class 2", INDUSTRY],
  ["M3", "三类工业用地", "industrial, class 3", INDUSTRY],
  ["W", "物流仓储用地", "logistics and storage", STORAGE],
  ["W1", "一类物流仓储用地", "logistics and storage, class 1", STORAGE],
  ["W2", "二类物流仓储用地", "logistics and storage, class 2", STORAGE],
  ["W3", "三类物流仓储用地", "logistics and storage, class 3", STORAGE],
  ["S", "道路与交通设施用地", "roads and transport", ROAD],
  ["U", "公用设施用地", "utilities", UTILITIES],
  ["G", "绿地与广场用地", "green and squares", PARK],
  ["G1", "公园绿地", "park", PARK],
  ["G2", "防护绿地", "protective green", PROTECTIVE_GREEN],
  ["G3", "广场用地", "square", SQUARE],
  ["E", "非建设用地", "not for construction", null],
]

const withScheme = (scheme: LandUseScheme, rows: Row[]): LandUseClass[] =>
  rows.map(([code, nameZh, nameEn, colour]) => ({ scheme, code, nameZh, nameEn, colour }))

/** Every class, 2023 first: the scheme in force is the one a name is looked up in first. */
export const LAND_USE_CLASSES: readonly LandUseClass[] = [
  ...withScheme("2023", CLASSES_2023),
  ...withScheme("GB/T 21010-2017", CLASSES_2017),
  ...withScheme("GB 50137-2011", CLASSES_2011),
]
