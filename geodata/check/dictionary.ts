/**
 * The columns that each kind of upload may have: the field they fill, its type and unit at rest, and the
 * names found in files. A name with a unit after `|` says its unit itself (a standard's field, a code name).
 */
import type { UploadKind } from "../read/report.ts"
import type { Quantity } from "./measures.ts"

export type FieldType =
  | "text"
  | "creditCode"
  | "parcelCode"
  | "unitCode"
  | "supervisionNo"
  | "decimal"
  | "integer"
  | "day"
  | "year"
  | "boolean"
  | "choice"

export type Field = {
  id: string
  type: FieldType
  required: boolean
  names: string[]
  quantity?: Quantity
  /** Decimal places kept at rest. */
  places?: number
  /** What a number may be; absent: anything, a refund of tax is negative. */
  sign?: "notNegative" | "positive"
  /** Stored word and the words of files that mean it. */
  choices?: [word: string, ...spellings: string[]][]
}

const area = (id: string, names: string[]): Field => ({
  id,
  type: "decimal",
  required: false,
  names: [`${id}|m2`, ...names],
  quantity: "area",
  places: 2,
  sign: "positive",
})

const money = (id: string, names: string[], sign?: "notNegative"): Field => ({
  id,
  type: "decimal",
  required: false,
  names: [`${id}|wanYuan`, ...names],
  quantity: "money",
  places: 4,
  ...(sign ? { sign } : {}),
})

const perMu = (id: string, names: string[]): Field => ({
  id,
  type: "decimal",
  required: false,
  names: [`${id}|wanYuanPerMu`, ...names],
  quantity: "moneyPerMu",
  places: 4,
  sign: "notNegative",
})

const amount = (id: string, quantity: Quantity, unit: string, names: string[]): Field => ({
  id,
  type: "decimal",
  required: false,
  names: [`${id}|${unit}`, ...names],
  quantity,
  places: 4,
  sign: "notNegative",
})

const ratio = (id: string, names: string[]): Field => ({
  id,
  type: "decimal",
  required: false,
  names: [id, ...names],
  places: 4,
  sign: "positive",
})

const plain = (id: string, type: FieldType, names: string[]): Field => ({
  id,
  type,
  required: false,
  names: [id, ...names],
})

const required = (field: Field): Field => ({ ...field, required: true })

const PARCEL_CODE = required(
  plain("parcelCode", "parcelCode", [
    "宗地代码",
    "宗地编码",
    "宗地编号",
    "宗地号",
    "地块代码",
    "ZDDM",
  ]),
)
const CREDIT_CODE = required(
  plain("creditCode", "creditCode", [
    "统一社会信用代码",
    "社会信用代码",
    "信用代码",
    "统一信用代码",
    "企业代码",
  ]),
)

const PARCELS: Field[] = [
  { ...PARCEL_CODE, required: false },
  plain("unitCode", "unitCode", ["不动产单元号", "不动产单元代码", "BDCDYH"]),
  plain("sourceKey", "text", [
    "编号",
    "地块编号",
    "图斑编号",
    "原编号",
    "DKBH",
    "apn",
    "bbl",
    "flstkennz",
    "osm_id",
    "id",
  ]),
  plain("name", "text", ["名称", "地块名称", "宗地名称", "DKMC", "name"]),
  plain("location", "text", [
    "坐落",
    "土地坐落",
    "宗地坐落",
    "位置",
    "地址",
    "ZL",
    "TDZL",
    "address",
  ]),
  plain("landUseScheme", "text", ["用地分类标准", "分类标准"]),
  plain("landUseCode", "text", [
    "土地用途",
    "用途",
    "地类编码",
    "地类代码",
    "地类",
    "用地性质",
    "规划用途",
    "批准用途",
    "DLBM",
    "TDYT",
    "YT",
    "PZYT",
  ]),
  area("certifiedAreaM2", [
    "证载面积",
    "登记面积",
    "发证面积",
    "宗地面积",
    "ZDMJ|m2",
    "FZMJ|m2",
    "VymeraParcely|m2",
  ]),
  area("contractAreaM2", ["合同面积", "出让面积", "批准面积", "供地面积", "PZMJ|m2", "HTMJ|m2"]),
  area("surveyedAreaM2", ["实测面积", "测绘面积", "面积", "SCMJ|m2", "MJ|m2"]),
  plain("holderCreditCode", "creditCode", [
    "权利人代码",
    "使用权人代码",
    "QLRDM",
    ...CREDIT_CODE.names.slice(1),
  ]),
  plain("holderName", "text", [
    "权利人",
    "权利人名称",
    "使用权人",
    "土地使用权人",
    "土地使用者",
    "企业名称",
    "QLR",
    "QLRMC",
  ]),
]

const ENTERPRISES: Field[] = [
  CREDIT_CODE,
  required(plain("name", "text", ["企业名称", "单位名称", "单位详细名称", "企业", "名称"])),
  plain("industryCode", "text", ["行业代码", "国民经济行业代码", "行业小类代码", "行业分类代码"]),
  plain("aboveScale", "boolean", ["是否规上", "规上", "规上企业", "是否规上企业", "规上规下"]),
  plain("registeredOn", "day", ["注册日期", "成立日期", "登记日期", "注册时间", "成立时间"]),
  plain("stage", "text", ["企业状态", "经营状态", "阶段"]),
]

const OCCUPANCY: Field[] = [
  CREDIT_CODE,
  PARCEL_CODE,
  {
    ...required(plain("kind", "choice", ["用地方式", "用地类型", "使用方式", "占用方式"])),
    choices: [
      ["owned", "自有", "自用", "自有用地"],
      ["leasedIn", "租入", "租赁", "承租", "租用"],
      ["leasedOut", "租出", "出租"],
    ],
  },
  plain("lessorCreditCode", "creditCode", [
    "出租方统一社会信用代码",
    "出租方信用代码",
    "出租方代码",
    "出租人代码",
  ]),
  area("landAreaM2", ["用地面积", "土地面积", "占地面积", "使用面积"]),
  area("floorAreaM2", ["建筑面积", "厂房面积", "租赁面积", "租赁建筑面积"]),
  ratio("far", ["容积率"]),
  required(
    plain("fromOn", "day", ["起始日期", "开始日期", "起租日期", "使用起始日期", "租赁起始日期"]),
  ),
  plain("toOn", "day", ["终止日期", "结束日期", "到期日期", "使用终止日期", "租赁终止日期"]),
]

const CONTRACTS: Field[] = [
  PARCEL_CODE,
  required(plain("contractNo", "text", ["合同编号", "合同号", "出让合同编号", "划拨决定书编号"])),
  plain("supervisionNo", "supervisionNo", ["电子监管号", "监管号"]),
  plain("signedOn", "day", ["签订日期", "合同签订日期", "签约日期", "签订时间"]),
  plain("agreedDeliveryOn", "day", ["约定交地日期", "约定交地时间"]),
  plain("deliveredOn", "day", ["实际交地日期", "交地确认日期", "交地日期", "实际交地时间"]),
  plain("agreedStartOn", "day", ["约定开工日期", "约定动工日期", "约定开工时间", "约定动工时间"]),
  plain("supplementStartOn", "day", ["补充协议开工日期", "补充协议动工日期", "变更后开工日期"]),
  plain("agreedCompletionOn", "day", ["约定竣工日期", "约定竣工时间"]),
  plain("agreedProductionOn", "day", ["约定投产日期", "约定投产时间"]),
  money(
    "landPriceWanYuan",
    ["土地价款", "出让金", "土地出让金", "成交价", "成交价款", "地价款"],
    "notNegative",
  ),
  money(
    "totalInvestWanYuan",
    ["总投资", "总投资额", "固定资产总投资", "约定总投资"],
    "notNegative",
  ),
  area("devAreaDueM2", ["应动工开发面积", "应动工面积", "应开发面积"]),
  perMu("investPerMuWanYuan", ["亩均投资", "投资强度", "约定投资强度", "亩均投资强度"]),
  perMu("outputPerMuWanYuan", ["亩均产值", "约定亩均产值", "产出强度"]),
  perMu("taxPerMuWanYuan", ["亩均税收", "约定亩均税收", "税收强度"]),
  { ...ratio("farMin", ["容积率下限", "最低容积率", "约定容积率下限"]), sign: "notNegative" },
  { ...ratio("farMax", ["容积率上限", "最高容积率", "约定容积率上限"]), sign: "notNegative" },
]

const PROJECTS: Field[] = [
  PARCEL_CODE,
  required(plain("projectName", "text", ["项目名称", "项目"])),
  {
    ...required(plain("milestone", "choice", ["节点", "里程碑", "项目节点", "进度节点", "阶段"])),
    choices: [
      ["signed", "签约", "合同签订", "签订协议"],
      ["landAcquired", "摘地", "拿地", "取得土地", "供地"],
      ["started", "开工", "动工", "动工开发"],
      ["inStatistics", "纳统", "入库", "纳统入库"],
      ["completed", "竣工", "竣工验收"],
      ["producing", "投产", "试生产", "投产运营"],
      ["aboveScale", "上规", "小升规", "入规"],
      ["designOutput", "达产", "达产达效"],
    ],
  },
  plain("plannedOn", "day", ["计划日期", "计划时间", "计划完成日期", "约定日期"]),
  plain("actualOn", "day", ["实际日期", "实际时间", "实际完成日期", "完成日期"]),
  money(
    "investedWanYuan",
    ["已投资", "已投资额", "完成投资", "累计完成投资", "已完成投资"],
    "notNegative",
  ),
  {
    ...area("devAreaM2", ["已动工面积", "已动工开发面积", "动工开发面积", "已开发面积"]),
    sign: "notNegative",
  },
  plain("suspendedOn", "day", ["停工日期", "中止日期", "中止开发日期", "停工时间"]),
]

const INDICATORS: Field[] = [
  CREDIT_CODE,
  required(plain("fiscalYear", "year", ["年度", "评价年度", "所属年度", "年份"])),
  money("taxWanYuan", [
    "实缴税金",
    "税收",
    "入库税收",
    "实缴税收",
    "税金",
    "实际入库税收",
    "评价税收",
  ]),
  money("valueAddedWanYuan", ["工业增加值", "增加值"]),
  money("revenueWanYuan", ["营业收入", "主营业务收入", "销售收入"]),
  amount("energyTce", "energy", "tce", [
    "综合能耗",
    "总能耗",
    "能源消费量",
    "能耗",
    "综合能源消费量",
  ]),
  amount("emissionT", "emission", "tonne", [
    "主要污染物排放量",
    "主要污染物排放当量",
    "污染物排放量",
    "排放量",
  ]),
  amount("powerWanKwh", "power", "wanKwh", ["用电量", "全年用电量", "年用电量", "电耗"]),
  {
    ...amount("averageStaff", "persons", "person", [
      "年平均职工人数|person",
      "平均用工人数|person",
      "全部从业人员平均人数|person",
      "职工人数|person",
      "从业人员|person",
      "员工人数|person",
    ]),
  },
  money(
    "rdWanYuan",
    ["研发经费", "研发费用", "研发投入", "r&d经费支出", "r&d经费", "研究与试验发展经费"],
    "notNegative",
  ),
  money("techInvestWanYuan", ["技改投资", "技术改造投资", "技改投入"], "notNegative"),
  money("newProjectInvestWanYuan", ["新建项目投资", "新上项目投资", "项目投资"], "notNegative"),
  money("netProfitWanYuan", ["净利润"]),
  money("netAssetsWanYuan", ["净资产", "平均净资产"]),
]

const BUILDINGS: Field[] = [
  PARCEL_CODE,
  required(plain("name", "text", ["建筑名称", "厂房名称", "楼栋名称", "幢名称", "名称", "楼栋"])),
  required(plain("storeys", "integer", ["层数", "楼层数", "总层数"])),
  required(area("floorAreaM2", ["建筑面积", "总建筑面积"])),
  {
    ...area("vacantFloorAreaM2", ["闲置建筑面积", "空置面积", "闲置面积", "空置建筑面积"]),
    sign: "notNegative",
  },
  plain("vacantFromOn", "day", ["闲置起始日期", "空置起始日期", "空置开始日期"]),
]

/** Fields of each kind, in the order in which a form shows them. */
export const FIELDS: Record<UploadKind, readonly Field[]> = {
  parcels: PARCELS,
  contracts: CONTRACTS,
  enterprises: ENTERPRISES,
  occupancy: OCCUPANCY,
  indicators: INDICATORS,
  projects: PROJECTS,
  buildings: BUILDINGS,
}
