import type { Door } from "../../server/db/door.ts"

/** What a parcel is known to be, read table by table without any query of the product. */
export type Fact = Record<string, string | number | boolean | string[] | null>

/** Fields of the park that facts are read for; each by the name the API gives it. */
export const listFacts = (door: Door, fiscalYear: number): Promise<Fact[]> =>
  door.serve("svc_derive", "read", async (sql) => {
    const parcels = await sql<Fact>`
      select parcel_id as id, parcel_code, name, land_use_code as land_use, land_use_scheme, area_mu, legal_area_m2,
             certified_area_m2 as "certifiedAreaM2", surveyed_area_m2 as "surveyedAreaM2", ST_XMin(geom) as west, ST_YMin(geom) as south
        from core.parcel_version order by parcel_id`
    const standing = await byParcel(
      sql<Fact>`select parcel_id, lifecycle, project_status, available from core.parcel_standing`,
    )
    const grades = await byParcel(
      sql<Fact>`select parcel_id, grade from assess.parcel_grade where fiscal_year = ${fiscalYear}`,
    )
    const contracts = await byParcel(sql<Fact>`
      select parcel_id, signed_on, agreed_start_on as agreed_start, tax_per_mu_wan_yuan as tax_commit_per_mu from core.land_contract`)
    const buildings = await byParcel(
      sql<Fact>`select parcel_id, floor_area_m2 as floor, vacant_floor_area_m2 as vacant from core.building`,
    )
    const suspicions = await byParcel(
      sql<Fact>`select parcel_id, rule from core.suspicion where superseded_at is null`,
    )
    const determinations = await byParcel(
      sql<Fact>`select parcel_id, state from core.determination where ended_on is null`,
    )
    const metrics = await byParcel(sql<Fact>`
      select parcel_id, indicator, amount, per_mu from fin.parcel_metric where fiscal_year = ${fiscalYear}`)
    const uses = await byParcel(sql<Fact>`
      select o.parcel_id, o.enterprise_id, o.land_area_m2 as land, e.name, e.above_scale, e.industry_code
        from core.occupancy o join core.enterprise_version e using (enterprise_id) where o.to_on is null`)
    return parcels.map((parcel) => {
      const of = (rows: Map<number, Fact[]>) => rows.get(parcel["id"] as number) ?? []
      const [state, grade] = [of(standing)[0], of(grades)[0]]
      const latest = latestOf(of(contracts))
      const firms = of(uses).toSorted(
        (a, b) =>
          Number(b["land"]) - Number(a["land"]) ||
          Number(a["enterpriseId"]) - Number(b["enterpriseId"]),
      )
      const rules = of(suspicions).map((row) => String(row["rule"]))
      const metric = (indicator: string, part: string) =>
        of(metrics).find((row) => row["indicator"] === indicator)?.[part] ?? null
      const sum = (part: string) =>
        of(buildings).length === 0
          ? null
          : of(buildings).reduce((total, row) => total + Number(row[part]), 0)
      return {
        ...parcel,
        lifecycle: state?.["lifecycle"] ?? null,
        projectStatus: state?.["projectStatus"] ?? null,
        available: state?.["available"] ?? null,
        grade: grade?.["grade"] ?? null,
        signedOn: latest?.["signedOn"] ?? null,
        agreedStart: latest?.["agreedStart"] ?? null,
        taxCommitPerMu: latest?.["taxCommitPerMu"] ?? null,
        floorM2: sum("floor"),
        vacantFloorM2: sum("vacant"),
        suspected: rules.length > 0,
        flagRule: rules.length > 0 ? [...new Set(rules)].sort() : null,
        determined: of(determinations).length > 0,
        holder: firms[0]?.["name"] ?? null,
        aboveScale: firms[0]?.["aboveScale"] ?? null,
        industryCode: firms[0]?.["industryCode"] ?? null,
        firms:
          firms.length > 0 ? [...new Set(firms.map((row) => String(row["name"])))].sort() : null,
        firmCount: firms.length,
        taxPerMu: metric("taxWanYuan", "perMu"),
        taxWanYuan: metric("taxWanYuan", "amount"),
        revenuePerMu: metric("revenueWanYuan", "perMu"),
        powerPerMu: metric("powerWanKwh", "perMu"),
      }
    })
  })

async function byParcel(rows: PromiseLike<Fact[]>): Promise<Map<number, Fact[]>> {
  const map = new Map<number, Fact[]>()
  for (const row of await rows) {
    const id = row["parcelId"] as number
    map.set(id, [...(map.get(id) ?? []), row])
  }
  return map
}

const latestOf = (contracts: readonly Fact[]) =>
  contracts.toSorted((a, b) => String(b["signedOn"]).localeCompare(String(a["signedOn"])))[0]
