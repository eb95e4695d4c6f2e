/**
 * Every unit conversion there is. 1 mu is 2000/3 m² exactly, so mu = m² x 0.0015 exactly;
 * dividing by 666.67 would make 1 km² 1,499.9925 mu.
 */
import { Decimal } from "decimal.js"

/** Exact decimal, 40 significant digits, half-up. Money, areas, scores and weights use it. */
export const Exact = Decimal.clone({ precision: 40, rounding: Decimal.ROUND_HALF_UP })
export type Exact = Decimal

/** Square metres in a mu, as the exact quotient to 40 digits; use `toMu` for conversions. */
const MU_PER_M2 = new Exact("0.0015")
const M2_PER_HECTARE = 10_000
const MU_PER_HECTARE = 15
const YUAN_PER_WAN_YUAN = 10_000

/** m² to mu, exactly. */
export const toMu = (areaM2: Decimal.Value): Exact => new Exact(areaM2).times(MU_PER_M2)

/** mu to m², to 40 digits (2000/3 has no finite decimal form). */
export const toM2 = (areaMu: Decimal.Value): Exact => new Exact(areaMu).times(2000).div(3)

/** Hectares to m², exactly. */
export const hectareToM2 = (hectare: Decimal.Value): Exact =>
  new Exact(hectare).times(M2_PER_HECTARE)

/** 万元 per hectare to 万元 per mu: 1 ha is 15 mu. */
export const perHectareToPerMu = (value: Decimal.Value): Exact =>
  new Exact(value).div(MU_PER_HECTARE)

/** Yuan to 万元, exactly. */
export const toWanYuan = (yuan: Decimal.Value): Exact => new Exact(yuan).div(YUAN_PER_WAN_YUAN)
