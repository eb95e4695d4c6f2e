import type { Page } from "playwright-core"
import { beforeAll, expect, test } from "vitest"
import type { AppealAnswer, Publicity } from "../../server/publicity/schema.ts"
import type { LandOfFirm } from "../../server/roster/schema.ts"
import { listBarriers } from "../support/axe.ts"
import { picture, sharedSite } from "../support/browser.ts"
import { useVisits } from "../support/visits.ts"

const PATIENT = { timeout: 30_000 }
/** A year that nobody else looks at: the sample has land in it, and no assessment. */
const YEAR = 2017
const OFFICE = { office: "试验亩均办", contact: "0558-0000000" }
const MINUTE_MS = 60_000

const { go } = useVisits()
beforeAll(async () => {
  const { page, close } = await go({ as: "assessor", path: "/imports" })
  const strata = ["DEMO", "DEMO-below"].map((schemeId) => ({ schemeId, version: 1 }))
  const answer = await page.request.put(`${api()}/years/${YEAR}`, {
    data: { strata },
    headers: { origin: sharedSite().base },
  })
  expect(answer.ok()).toBe(true)
  await close()
})

const api = () => `${sharedSite().base}/api/assessments`
const ask = async <T>(page: Page, path: string): Promise<T> =>
  (await (await page.request.get(`${api()}/${path}`)).json()) as T
const send = async <T>(page: Page, path: string, data: object): Promise<T> => {
  const answer = await page.request.post(`${api()}/${path}`, {
    data,
    headers: { origin: sharedSite().base },
  })
  expect(answer.status()).toBe(201)
  return (await answer.json()) as T
}
/** Areas of the year, shown since a minute and for so long. */
const propose = (page: Page, lastsMs: number) =>
  send<Publicity>(page, "publicity", {
    fiscalYear: YEAR,
    subject: "areas",
    opensAt: new Date(Date.now() - MINUTE_MS).toISOString(),
    closesAt: new Date(Date.now() + lastsMs).toISOString(),
    ...OFFICE,
  })
const pathOf = ({ id }: Publicity) => `/assessment/${YEAR}/publicity/${id}`
const appealsOf = async (page: Page, { id }: Publicity) =>
  (await ask<{ items: AppealAnswer[] }>(page, `publicity/${id}/appeals`)).items

test("areas are proposed by one person and approved by another, as the notice for the wall", async () => {
  const { page } = await go({ as: "assessor", path: `/assessment/${YEAR}/publicity` })
  await page.getByRole("button", { name: "提出公示" }).click(PATIENT)
  const dialog = page.getByRole("dialog")
  await dialog.getByLabel("受理单位").fill(OFFICE.office)
  await dialog.getByLabel("联系方式").fill(OFFICE.contact)
  await dialog.getByRole("button", { name: "提出公示" }).click()
  await page.getByText("须由提出人以外的人批准或退回").waitFor(PATIENT)
  expect(await page.getByRole("button", { name: "批准" }).count()).toBe(0)
  const notice = page.locator(".publicity-notice")
  const written = await notice.innerText()
  for (const part of [`${YEAR} 年度参评企业用地面积公示`, OFFICE.office, OFFICE.contact, "17:30"])
    expect(written).toContain(part)

  const { page: lead } = await go({
    as: "lead",
    path: new URL(page.url()).pathname,
    dark: true,
  })
  await lead.getByRole("button", { name: "批准" }).click(PATIENT)
  await lead.getByRole("dialog").getByRole("button", { name: "批准" }).click()
  await lead.locator(".publicity-title").getByText("公示中").waitFor(PATIENT)
  expect(await lead.locator(".publicity-facts").innerText()).toMatch(/剩 \d+ 天 \d+ 小时/)
  expect(await listBarriers(lead)).toEqual([])
  await picture(lead, "publicity-dark")
  // A search narrows the screen, never the paper.
  const firms = await lead.locator(".publicity-firms tbody tr:visible").count()
  await lead.getByLabel("企业名称或信用代码").fill("91341602MA2A")
  const name = (await lead.locator(".publicity-firms tbody th").last().textContent())!
  await lead.getByLabel("企业名称或信用代码").fill(name)
  expect(await lead.locator(".publicity-firms tbody tr:visible").count()).toBe(1)
  await lead.emulateMedia({ media: "print" })
  expect(await lead.locator(".publicity-firms tbody tr:visible").count()).toBe(firms)
  expect(await lead.locator(".header").isVisible()).toBe(false)
  expect(await lead.getByRole("button", { name: "打印公示" }).count()).toBe(0)
})

test("TL3: a firm objects to its area, it is accepted and corrected, within six clicks", async () => {
  const { page } = await go({ as: "assessor", path: "/imports" })
  const shown = await propose(page, 60 * MINUTE_MS)
  const { page: lead } = await go({ as: "lead", path: "/wall" })
  await send(lead, `publicity/${shown.id}/steps`, { step: "approved" })
  // A use that ended long ago: nothing that others look at follows from it.
  let found: { firm: Publicity["content"][number]; row: LandOfFirm["rows"][number] } | undefined
  for (const firm of shown.content) {
    const land = await ask<LandOfFirm>(page, `years/${YEAR}/land/${firm.enterpriseId}`)
    const row = land.rows.find(({ toOn, kind }) => toOn !== null && kind === "owned")
    const other = land.rows.find(({ toOn }) => toOn !== null)
    if (row ?? other) found = { firm, row: (row ?? other)! }
    if (row) break
  }
  const { firm, row } = found!

  await page.goto(`${sharedSite().base}${pathOf(shown)}`)
  let clicks = 0
  const click = async (name: string | RegExp) => {
    clicks += 1
    await page.getByRole("button", { name }).first().click(PATIENT)
  }
  await click("受理申诉")
  await page.getByLabel("企业", { exact: true }).fill(firm.creditCode)
  await click(new RegExp(firm.name))
  await page.getByLabel("申诉内容").fill("面积与实际不符。")
  await page.getByLabel("申诉人").fill("王某，办公室主任")
  await click("登记受理")
  await click(/作出决定/)
  // Less than on record: a parcel has no more land than its own.
  const area = String(Math.round(Number(row.floorAreaM2 ?? row.areaM2) - 10))
  const line = page.locator(".publicity-land tbody tr").filter({ hasText: row.toOn! }).first()
  await line.getByRole("textbox").fill(area)
  await page.getByLabel("决定理由").fill("经核实，予以更正。")
  expect(await page.getByRole("button", { name: "保存决定" }).isDisabled()).toBe(true)
  await click("预览影响")
  await page.getByText(/家企业的结果变化|不改变任何企业/).waitFor(PATIENT)
  expect(await listBarriers(page)).toEqual([])
  await picture(page, "publicity-appeal")
  await click("保存决定")
  await page.locator(".publicity-answer").waitFor(PATIENT)
  expect(await page.locator(".publicity-appeal-head").innerText()).toContain("予以采纳")
  expect(clicks).toBeLessThanOrEqual(6)

  const [appeal] = await appealsOf(page, shown)
  expect(appeal).toMatchObject({ name: firm.name, decision: { reason: "经核实，予以更正。" } })
  const after = await ask<LandOfFirm>(page, `years/${YEAR}/land/${firm.enterpriseId}`)
  expect(after.rows.map((one) => Number(one.floorAreaM2 ?? one.areaM2))).toContain(Number(area))
  // What was shown stays as it was shown.
  const frozen = await ask<Publicity>(page, `publicity/${shown.id}`)
  expect(frozen.content).toEqual(shown.content)
})

test("once the window is over the form is gone and the page says why; a figure is previewed and refused", async () => {
  const { page } = await go({ as: "assessor", path: "/imports" })
  const shown = await propose(page, 15_000)
  const { page: lead } = await go({ as: "lead", path: "/wall" })
  await send(lead, `publicity/${shown.id}/steps`, { step: "approved" })
  const firm = shown.content[0]!
  await send(page, `publicity/${shown.id}/appeals`, {
    enterpriseId: firm.enterpriseId,
    content: "税收有误。",
    claimant: "李某",
  })
  await page.goto(`${sharedSite().base}${pathOf(shown)}`)
  await page.getByText("逾期不再受理申诉。").first().waitFor(PATIENT)
  await page.locator(".publicity-title").getByText("已截止").waitFor(PATIENT)
  expect(await page.getByRole("button", { name: "受理申诉" }).count()).toBe(0)
  expect(await page.getByText("件申诉未作决定").count()).toBe(1)

  await page.getByRole("button", { name: /作出决定/ }).click()
  await page.getByRole("button", { name: /更正指标/ }).click(PATIENT)
  await page.getByRole("option", { name: "税收（万元）" }).click()
  await page.locator(".publicity-figure input").fill("987654")
  await page.getByRole("button", { name: "预览影响" }).click()
  await page.locator(".publicity-moves tbody").waitFor(PATIENT)
  expect(await page.locator(".publicity-moves tbody th").first().innerText()).toBe(firm.name)
  await page.getByText("不予采纳").click()
  await page.getByLabel("决定理由").fill("经核实，数据无误。")
  await page.getByRole("button", { name: "保存决定" }).click()
  await page.locator(".publicity-answer").waitFor(PATIENT)
  expect(await page.locator(".publicity-appeal-head").innerText()).toContain("不予采纳")

  await page.getByRole("button", { name: "结束公示" }).click()
  await page.getByRole("dialog").getByRole("button", { name: "结束公示" }).click()
  await page.locator(".publicity-title").getByText("已结束").waitFor(PATIENT)
})
