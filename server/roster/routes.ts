import { Hono } from "hono"
import { z } from "zod"
import type { NameOf } from "../comments/schema.ts"
import { allow, type Env, transact } from "../http/context.ts"
import { describedAs } from "../http/describe.ts"
import { wholeList } from "../http/list.ts"
import { validate } from "../http/validate.ts"
import {
  insertClaim,
  insertTransfer,
  insertUnit,
  listClaims,
  listTransfers,
  listUnits,
  withdraw,
} from "./claims.ts"
import { classFirms, readLand, readRoster } from "./roster.ts"
import {
  ClaimAnswer,
  ClaimList,
  ClassChanges,
  LandOfFirm,
  NewClaim,
  NewTransfer,
  NewUnit,
  Roster,
  TransferAnswer,
  TransferList,
  UnitAnswer,
  UnitList,
  YearAnswer,
  YearFirmParam,
  YearList,
  YearParam,
  YearPlan,
  YearRowParam,
} from "./schema.ts"
import { listYears, planYear, readYear } from "./years.ts"

const described = describedAs("assessments")

const Written = z.object({ written: z.number().int() })

/**
 * Years that are assessed: by which schemes, which firms, with which land and points. Mounted at
 * /api/assessments/years.
 */
export const yearRoutes = (nameOf: NameOf) => {
  const writes = allow("assessor")
  // Who is missing which figure tells of the figures: for whoever may read those.
  const figures = allow("assessor", "leadGranted")
  return new Hono<Env>()
    .use(allow("assessor", "lead", "leadGranted"))
    .get(
      "/",
      described("Years and where each stands, the latest first", 200, YearList),
      async (c) => {
        const items = await transact(c, listYears)
        return c.json(wholeList(items) satisfies YearList, 200)
      },
    )
    .get(
      "/:year",
      described("A year", 200, YearAnswer),
      validate("param", YearParam),
      async (c) => {
        const year = await transact(c, (sql) => readYear(sql, c.req.valid("param").year))
        return c.json(year satisfies YearAnswer, 200)
      },
    )
    .put(
      "/:year",
      described("Opens a year, or chooses its schemes anew", 200, YearAnswer),
      writes,
      validate("param", YearParam),
      validate("json", YearPlan),
      async (c) => {
        const authorName = await nameOf(c.var.actor.name)
        const { year } = c.req.valid("param")
        const plan = c.req.valid("json")
        const planned = await transact(c, (sql) => planYear(sql, year, plan, authorName))
        return c.json(planned satisfies YearAnswer, 200)
      },
    )
    .get(
      "/:year/roster",
      described("Firms of a year: where each belongs, why, and what is missing", 200, Roster),
      figures,
      validate("param", YearParam),
      async (c) => {
        const roster = await transact(c, (sql) => readRoster(sql, c.req.valid("param").year))
        return c.json(roster satisfies Roster, 200)
      },
    )
    .put(
      "/:year/roster",
      described("Puts firms into rating classes, each with its reason", 200, Written),
      writes,
      validate("param", YearParam),
      validate("json", ClassChanges),
      async (c) => {
        const { year } = c.req.valid("param")
        const written = await transact(c, (sql) => classFirms(sql, year, c.req.valid("json")))
        return c.json({ written }, 200)
      },
    )
    .get(
      "/:year/land/:enterpriseId",
      described("How a firm's land of a year came about", 200, LandOfFirm),
      figures,
      validate("param", YearFirmParam),
      async (c) => {
        const { year, enterpriseId } = c.req.valid("param")
        const land = await transact(c, (sql) => readLand(sql, year, enterpriseId))
        return c.json(land satisfies LandOfFirm, 200)
      },
    )
    .get(
      "/:year/claims",
      described("Points and events of a year", 200, ClaimList),
      figures,
      validate("param", YearParam),
      async (c) => {
        const items = await transact(c, (sql) => listClaims(sql, c.req.valid("param").year))
        return c.json(wholeList(items) satisfies ClaimList, 200)
      },
    )
    .post(
      "/:year/claims",
      described("Enters points or an event of a firm", 201, ClaimAnswer),
      writes,
      validate("param", YearParam),
      validate("json", NewClaim),
      async (c) => {
        const { year } = c.req.valid("param")
        const claim = await transact(c, (sql) => insertClaim(sql, year, c.req.valid("json")))
        return c.json(claim satisfies ClaimAnswer, 201)
      },
    )
    .delete(
      "/:year/claims/:id",
      described("Takes points or an event back", 204),
      writes,
      validate("param", YearRowParam),
      async (c) => {
        const { year, id } = c.req.valid("param")
        await transact(c, (sql) => withdraw(sql, "claim", year, id))
        return c.body(null, 204)
      },
    )
    .get(
      "/:year/units",
      described("Firms scored as one", 200, UnitList),
      validate("param", YearParam),
      async (c) => {
        const items = await transact(c, (sql) => listUnits(sql, c.req.valid("param").year))
        return c.json(wholeList(items) satisfies UnitList, 200)
      },
    )
    .post(
      "/:year/units",
      described("Puts firms together to be scored as one", 201, UnitAnswer),
      writes,
      validate("param", YearParam),
      validate("json", NewUnit),
      async (c) => {
        const { year } = c.req.valid("param")
        const unit = await transact(c, (sql) => insertUnit(sql, year, c.req.valid("json")))
        return c.json(unit satisfies UnitAnswer, 201)
      },
    )
    .delete(
      "/:year/units/:id",
      described("Takes a unit apart again", 204),
      writes,
      validate("param", YearRowParam),
      async (c) => {
        const { year, id } = c.req.valid("param")
        await transact(c, (sql) => withdraw(sql, "unit", year, id))
        return c.body(null, 204)
      },
    )
    .get(
      "/:year/transfers",
      described("Power metered at one firm and used by another", 200, TransferList),
      figures,
      validate("param", YearParam),
      async (c) => {
        const items = await transact(c, (sql) => listTransfers(sql, c.req.valid("param").year))
        return c.json(wholeList(items) satisfies TransferList, 200)
      },
    )
    .post(
      "/:year/transfers",
      described("Enters power that another firm used", 201, TransferAnswer),
      writes,
      validate("param", YearParam),
      validate("json", NewTransfer),
      async (c) => {
        const { year } = c.req.valid("param")
        const transfer = await transact(c, (sql) => insertTransfer(sql, year, c.req.valid("json")))
        return c.json(transfer satisfies TransferAnswer, 201)
      },
    )
    .delete(
      "/:year/transfers/:id",
      described("Takes a transfer of power back", 204),
      writes,
      validate("param", YearRowParam),
      async (c) => {
        const { year, id } = c.req.valid("param")
        await transact(c, (sql) => withdraw(sql, "transfer", year, id))
        return c.body(null, 204)
      },
    )
}
