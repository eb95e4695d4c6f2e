/** The industries that the sample's firms belong to, and what is usual in them. */

/** Works of a kind stand together; a cell of the street plan has one leading cluster. */
export type Cluster =
  | "machinery"
  | "auto"
  | "electronics"
  | "medicine"
  | "food"
  | "materials"
  | "chemicals"
  | "textiles"
  | "logistics"
  | "utilities"

/** Multiples of the zone's mean, but for the shares. Invented, in the order of size of public reports. */
export type Profile = {
  revenue: number
  /** Tax as a multiple of the zone's mean share of revenue. */
  tax: number
  valueAdded: number
  /** Energy and emission per value added, power per energy, staff per value added. */
  energy: number
  emission: number
  power: number
  staff: number
  /** R&D over revenue, 0-1. */
  rdShare: number
  /** Usual land-use class of its works: 100101, 100102 or 100103. */
  landUseCode: string
}

export const PROFILES: Record<Cluster, Profile> = {
  machinery: {
    revenue: 0.95,
    tax: 1.05,
    valueAdded: 1.05,
    energy: 0.7,
    emission: 0.5,
    power: 1,
    staff: 1.1,
    rdShare: 0.032,
    landUseCode: "100101",
  },
  auto: {
    revenue: 1.2,
    tax: 0.95,
    valueAdded: 0.95,
    energy: 0.75,
    emission: 0.6,
    power: 1.05,
    staff: 0.95,
    rdShare: 0.034,
    landUseCode: "100101",
  },
  electronics: {
    revenue: 1.35,
    tax: 0.9,
    valueAdded: 1,
    energy: 0.65,
    emission: 0.55,
    power: 1.2,
    staff: 1.05,
    rdShare: 0.045,
    landUseCode: "100101",
  },
  medicine: {
    revenue: 0.9,
    tax: 1.5,
    valueAdded: 1.35,
    energy: 0.6,
    emission: 1,
    power: 0.85,
    staff: 0.8,
    rdShare: 0.038,
    landUseCode: "100102",
  },
  food: {
    revenue: 1.05,
    tax: 0.8,
    valueAdded: 0.85,
    energy: 0.9,
    emission: 1.7,
    power: 0.8,
    staff: 1.05,
    rdShare: 0.012,
    landUseCode: "100102",
  },
  materials: {
    revenue: 1,
    tax: 0.85,
    valueAdded: 0.85,
    energy: 1.7,
    emission: 1.2,
    power: 0.9,
    staff: 0.85,
    rdShare: 0.02,
    landUseCode: "100102",
  },
  chemicals: {
    revenue: 1.15,
    tax: 1.1,
    valueAdded: 1,
    energy: 1.9,
    emission: 1.9,
    power: 0.8,
    staff: 0.6,
    rdShare: 0.026,
    landUseCode: "100103",
  },
  textiles: {
    revenue: 0.7,
    tax: 0.75,
    valueAdded: 0.8,
    energy: 0.95,
    emission: 1.1,
    power: 1.05,
    staff: 1.9,
    rdShare: 0.009,
    landUseCode: "100102",
  },
  logistics: {
    revenue: 0.6,
    tax: 0.45,
    valueAdded: 0.7,
    energy: 0.5,
    emission: 0.2,
    power: 0.7,
    staff: 0.9,
    rdShare: 0,
    landUseCode: "110101",
  },
  utilities: {
    revenue: 0.5,
    tax: 0.5,
    valueAdded: 1.1,
    energy: 3.2,
    emission: 2.5,
    power: 0.6,
    staff: 0.5,
    rdShare: 0.004,
    landUseCode: "1305",
  },
}

/** GB/T 4754-2017 class, four digits as text, with the words that firms of it carry in their names. */
export type Industry = { code: string; cluster: Cluster; products: readonly string[] }

const of = (cluster: Cluster, rows: readonly (readonly [string, ...string[]])[]): Industry[] =>
  rows.map(([code, ...products]) => ({ code, cluster, products }))

export const INDUSTRIES: readonly Industry[] = [
  ...of("machinery", [
    ["3311", "钢结构", "重型钢构"],
    ["3421", "数控机床", "精密机床"],
    ["3441", "泵业", "真空设备"],
    ["3443", "阀门", "流体控制"],
    ["3451", "轴承", "精密轴承"],
    ["3464", "制冷设备", "环境设备"],
    ["3484", "机械制造", "精密机械"],
    ["3525", "模具", "精密模具"],
    ["3532", "食品机械", "粮食机械"],
    ["3572", "农业装备", "农机"],
    ["3581", "医疗设备", "诊疗设备"],
    ["3812", "电机", "特种电机"],
    ["4011", "自动化", "智能装备"],
  ]),
  ...of("auto", [
    ["3670", "汽车部件", "汽车零部件", "汽车电子", "车桥"],
    ["3630", "专用汽车", "改装车"],
    ["3391", "精密铸造", "铸业"],
    ["2913", "橡塑密封", "橡胶制品"],
    ["3360", "表面处理", "热处理"],
  ]),
  ...of("electronics", [
    ["3825", "光伏科技", "新能源"],
    ["3831", "电缆", "线缆"],
    ["3841", "锂电科技", "储能科技"],
    ["3872", "照明科技", "光电"],
    ["3823", "电气", "电力设备"],
    ["3974", "显示科技", "光显"],
    ["3982", "电路科技", "电子"],
    ["3985", "电子材料", "电子新材料"],
    ["3989", "电子元件", "电子科技"],
  ]),
  ...of("medicine", [
    ["2720", "制药", "药业"],
    ["2730", "中药饮片", "本草饮片"],
    ["2740", "中药", "国药"],
    ["2770", "卫生材料", "医用材料"],
    ["3584", "医疗器械", "医疗科技"],
  ]),
  ...of("food", [
    ["1312", "面粉", "粮油"],
    ["1353", "肉制品", "食品"],
    ["1371", "蔬菜食品", "农产品加工"],
    ["1411", "烘焙食品", "食品科技"],
    ["1432", "速冻食品", "冷鲜食品"],
    ["1469", "调味食品", "酿造食品"],
    ["1512", "酒业", "酿酒"],
    ["1523", "饮品", "果饮"],
    ["1529", "花茶", "茶饮"],
  ]),
  ...of("materials", [
    ["2231", "纸制品", "包装"],
    ["2319", "印务", "彩印包装"],
    ["2921", "塑料薄膜", "薄膜材料"],
    ["2926", "塑业", "塑料包装"],
    ["3021", "水泥制品", "建筑构件"],
    ["3024", "新型建材", "绿色建材"],
    ["3051", "玻璃", "玻璃科技"],
    ["3130", "钢带", "金属材料"],
    ["3252", "铝业", "铝材"],
    ["3312", "门窗", "幕墙门窗"],
    ["4210", "再生资源", "循环科技"],
  ]),
  ...of("chemicals", [
    ["2614", "化工", "精细化工"],
    ["2641", "涂料", "新型涂料"],
    ["2651", "高分子材料", "树脂材料"],
    ["2669", "助剂", "专用化学品"],
    ["2710", "原料药", "医药化工"],
  ]),
  ...of("textiles", [
    ["1711", "纺织", "棉业"],
    ["1751", "化纤织造", "纺织科技"],
    ["1811", "服饰", "制衣"],
    ["2032", "木业", "木门"],
    ["2110", "家具", "家居"],
  ]),
  ...of("logistics", [
    ["5920", "仓储", "供应链"],
    ["5930", "冷链物流", "冷链"],
    ["5990", "物流", "物流园"],
  ]),
]

/** Utilities by the land-use class that they stand on; the class of GB/T 4754-2017 first. */
export const UTILITIES: Readonly<Record<string, { code: string; products: readonly string[] }>> = {
  "1301": { code: "4610", products: ["供水"] },
  "1302": { code: "4620", products: ["水务", "污水处理"] },
  "1303": { code: "4420", products: ["供电"] },
  "1304": { code: "4511", products: ["燃气"] },
  "1305": { code: "4430", products: ["热力"] },
}
