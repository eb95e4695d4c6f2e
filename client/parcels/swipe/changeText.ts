import { findLandUse } from "../../../geodata/codes/land-use.ts"
import { NONE } from "../../text/figures.ts"
import { useText } from "../../text/language.tsx"
import type { Changed, Difference, Kind } from "./createDifference.ts"

type Side = NonNullable<Changed["before"]>
type Relative = NonNullable<Changed["parents"]>[number]

const signed = (text: string, value: number) => `${value > 0 ? "+" : ""}${text.replace("-", "−")}`

/** What became otherwise of a parcel, kind by kind, in words; only what the server tells. */
export function useChangeText(years: () => Difference["years"] | undefined) {
  const { t, pick, figures } = useText()
  const nameOf = (name: string | null | undefined) => name ?? t("parcel.unnamed")
  const useOf = ({ landUse, landUseScheme }: Side): string => {
    if (!landUse) return NONE
    const use = findLandUse(String(landUseScheme), String(landUse))
    return use ? pick({ zh: use.nameZh, en: use.nameEn }) : t("land-use.other")
  }
  const gradeOf = ({ grade }: Side, year: number | null | undefined) => {
    const told = grade ? String(grade) : t("changes.no-grade")
    return year ? t("changes.graded", { year, grade: told }) : told
  }
  const relativesOf = (way: "became" | "came", relatives: readonly Relative[] | undefined) => {
    if (!relatives || relatives.length === 0) return ""
    const kinds = [...new Set(relatives.map(({ kind }) => kind))]
    return kinds
      .map((kind) => {
        const own = relatives.filter((one) => one.kind === kind)
        const names = own.map(
          ({ name, areaMu }) =>
            `${nameOf(name)} ${t("unit.mu.of", { value: figures().mu(areaMu) })}`,
        )
        return t(`changes.${way}.${kind}`, { names: names.join(t("comma")) })
      })
      .join(t("semicolon"))
  }
  const firmsOf = (firms: Changed["firmsIn"]) =>
    (firms ?? []).map(({ name }) => nameOf(name)).join(t("comma"))

  const to = (before: string, after: string) => t("changes.to", { before, after })

  function say(kind: Kind, { before, after, ...rest }: Changed): string {
    if (kind === "appeared") return relativesOf("came", rest.parents)
    if (kind === "disappeared") return relativesOf("became", rest.children)
    if (!before || !after) return ""
    switch (kind) {
      case "area": {
        const differenceM2 = Number(after.legalAreaM2) - Number(before.legalAreaM2)
        const differenceMu = Number(after.areaMu) - Number(before.areaMu)
        return t("changes.area-to", {
          before: figures().mu(before.areaMu),
          after: figures().mu(after.areaMu),
          difference: signed(figures().fixed(differenceMu, 2), differenceMu),
          m2: signed(figures().m2(differenceM2), differenceM2),
        })
      }
      case "outline": {
        const differenceM2 = Number(after.geomAreaM2) - Number(before.geomAreaM2)
        return t("changes.outline-to", {
          before: figures().muOf(before.geomAreaM2),
          after: figures().muOf(after.geomAreaM2),
          m2: signed(figures().m2(differenceM2), differenceM2),
        })
      }
      case "landUse":
        return to(useOf(before), useOf(after))
      case "name":
        return to(before.name ?? NONE, after.name ?? NONE)
      case "grade":
        return to(gradeOf(before, years()?.before), gradeOf(after, years()?.after))
      case "occupants": {
        const [came, left] = [firmsOf(rest.firmsIn), firmsOf(rest.firmsOut)]
        return [
          ...(came ? [t("changes.in", { names: came })] : []),
          ...(left ? [t("changes.out", { names: left })] : []),
        ].join(t("semicolon"))
      }
    }
  }
  const kindOf = (kind: Kind) => t(`change-kind.${kind}`)
  const headOf = ({ before, after }: Changed) => nameOf(after?.name ?? before?.name)

  /** The list for a spreadsheet: a head, then a line a parcel, cells apart by tabs. */
  function toTable(
    items: readonly Changed[],
    { from, to: until }: { from: string; to: string },
  ): string {
    const withCodes = items.some(({ before, after }) => "parcelCode" in (after ?? before ?? {}))
    const head = [
      t("changes.column.name"),
      ...(withCodes ? [t("changes.column.code")] : []),
      t("changes.column.kinds"),
      t("changes.column.before-mu", { day: from }),
      t("changes.column.after-mu", { day: until }),
      t("changes.column.what"),
    ]
    const lines = items.map((item) => {
      const side = item.after ?? item.before
      const areaOf = (one: Side | null) => (one ? String(one.areaMu ?? "") : "")
      return [
        headOf(item),
        ...(withCodes ? [String(side?.parcelCode ?? "")] : []),
        item.kinds.map(kindOf).join(t("comma")),
        areaOf(item.before),
        areaOf(item.after),
        item.kinds
          .map((kind) => say(kind, item))
          .filter(Boolean)
          .join(t("semicolon")),
      ]
    })
    return [head, ...lines]
      .map((cells) => cells.map((cell) => cell.replaceAll(/[\t\r\n]+/g, " ")).join("\t"))
      .join("\n")
  }
  return { say, kindOf, headOf, toTable }
}
