import { FACTS, type FactName } from "../../server/flags/facts.rules.ts"
import { NONE } from "../text/figures.ts"
import { useText } from "../text/language.tsx"

const UNITS: Partial<Record<string, "unit.mu" | "unit.wan" | "unit.per-mu" | "unit.per-kwh">> = {
  landMu: "unit.mu",
  undevelopedMu: "unit.mu",
  investedWanYuan: "unit.wan",
  totalInvestWanYuan: "unit.wan",
  landPriceWanYuan: "unit.wan",
  investmentIntensity: "unit.per-mu",
  agreedInvestmentIntensity: "unit.per-mu",
  agreedTaxPerMu: "unit.per-mu",
  agreedOutputPerMu: "unit.per-mu",
  taxPerMu: "unit.per-mu",
  outputPerMu: "unit.per-mu",
  taxPerKwh: "unit.per-kwh",
  revenuePerKwh: "unit.per-kwh",
  // Conditions are told with the first of their facts: land, tax per mu.
  notUpscaled: "unit.mu",
  lowTax: "unit.per-mu",
}
/** Facts in m²; shown with their mu. */
const AREAS = new Set(["devArea", "devAreaDue"])
const PLACES = 4

/** What a fact of a rule is called. */
export function useFactName() {
  const { name } = useText()
  return (fact: string): string => name("fact", fact)
}

/** The value of a fact as text, with its unit; several facts of one reason come as `name=value; …`. */
export function useFactValue() {
  const { t, name, figures } = useText()
  const one = (fact: string, value: string): string => {
    const kind = fact in FACTS ? FACTS[fact as FactName].kind : undefined
    if (value === "null") return NONE
    if (value === "true" || value === "false") return value === "true" ? t("yes") : t("no")
    if (kind === "cause") return name("cause", value)
    if (!/^-?\d+(\.\d+)?$/.test(value) || kind === "code") return value
    if (AREAS.has(fact))
      return t("areas.both", { mu: figures().muOf(value), m2: figures().m2(value) })
    const unit = UNITS[fact]
    return `${figures().plain(value, PLACES)}${unit ? ` ${t(unit)}` : ""}`
  }
  return (fact: string, value: string | null | undefined): string => {
    if (value == null) return NONE
    const parts = value.split("; ").map((part) => /^([A-Za-z]\w*)=(.*)$/.exec(part))
    if (!parts.every((part) => part !== null)) return one(fact, value)
    return parts
      .map(([, part = "", held = ""]) => `${name("fact", part)} ${one(part, held)}`)
      .join(t("semicolon"))
  }
}
