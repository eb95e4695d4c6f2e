import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import type { Page } from "playwright-core"
import { describe, expect, test } from "vitest"
import { legalDayAt } from "../../geodata/days.ts"
import type { DeskItem, DeskList } from "../../server/desk/schema.ts"
import type { Notice, NoticeList } from "../../server/notices/schema.ts"
import { listBarriersByLook, NO_BARRIERS } from "../support/axe.ts"
import { picture, turn } from "../support/browser.ts"
import { useSite, useVisits } from "../support/visits.ts"

const NUMBER = `示资闲调〔${legalDayAt(new Date()).slice(0, 4)}〕1号`
const PATIENT = { timeout: 30_000 }

// What is issued stays on record: the tests have a product of their own.
const site = useSite("embedded")
const { go } = useVisits(site)

const ask = async <T>(page: Page, path: string): Promise<T> => {
  const answer = await page.request.get(`${site().base}/api/${path}`)
  expect(answer.status()).toBe(200)
  return (await answer.json()) as T
}
const listSuspected = async (page: Page): Promise<DeskItem[]> =>
  (await ask<DeskList>(page, "flags/desk?limit=500&ruleSet=idle-order53&status=open")).items
const hashOf = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex")
const download = async (page: Page, press: () => Promise<void>) => {
  const [file] = await Promise.all([page.waitForEvent("download", PATIENT), press()])
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) }
}
/** A dialog's button may be called as the one that opened it. */
const confirm = (page: Page, name: string) =>
  page.getByRole("dialog").getByRole("button", { name, exact: true }).click(PATIENT)

describe("a notice of investigation", () => {
  test("is drawn up beside the paper, issued by another person, handed out as it was hashed, and served", async () => {
    const { page } = await go({ as: "planner", path: "/idle" })
    const [item] = await listSuspected(page)
    await page.goto(`${site().base}/idle/parcels/${item!.parcelId}`)
    await page.getByRole("link", { name: "拟制文书" }).click(PATIENT)
    const paper = page.locator(".notice-paper")
    await paper.waitFor(PATIENT)
    // Those that may not be drawn up say why.
    const refused = page.getByRole("radio", { name: /征缴土地闲置费决定书/ })
    expect(await refused.isDisabled()).toBe(true)
    expect(await page.locator(".notice-kinds").innerText()).toContain("没有生效的闲置土地认定")
    expect(await paper.innerText()).toContain("（未编号）")
    await page.getByLabel("发文字号（机关代字）").fill("示资闲调")
    await page.getByLabel("制发机关").fill("示例自然资源和规划局")
    await page.getByLabel("收件人地址").fill("示例路 18 号")
    await page.getByLabel("联系人及电话").fill("利用科，0558-0000000")
    // The paper follows what is typed.
    await paper.getByText("示例路 18 号").waitFor(PATIENT)
    expect(await listBarriersByLook(page, "notice-draft")).toEqual(NO_BARRIERS)
    await turn(page, "light")
    await picture(page, "notice-draft")
    await page.getByRole("button", { name: "提交审核" }).click()
    await page.waitForURL(/\/idle\/notices\/\d+$/, PATIENT)
    await page.getByText("须由他人签发").waitFor(PATIENT)
    expect(await page.getByRole("button", { name: "签发" }).count()).toBe(0)
    const path = new URL(page.url()).pathname
    const id = Number(path.split("/").at(-1))

    const { page: lead } = await go({ as: "lead", path: "/idle/notices" })
    await lead
      .locator(".notice-card")
      .getByRole("link", { name: "闲置土地调查通知书" })
      .click(PATIENT)
    await lead.waitForURL(`**${path}`, PATIENT)
    await lead.getByRole("button", { name: "签发" }).click(PATIENT)
    await confirm(lead, "签发")
    await lead.locator(".idle-title").getByText(NUMBER).waitFor(PATIENT)
    await lead.locator(".notice-paper").getByText(NUMBER).waitFor(PATIENT)

    await page.reload()
    const notice = await ask<Notice>(page, `flags/notices/${id}`)
    for (const { format, sha256 } of notice.files) {
      const { name, bytes } = await download(page, () =>
        page.getByRole("link", { name: new RegExp(`^${format}`, "i") }).click(PATIENT),
      )
      expect(name).toBe(`闲置土地调查通知书 ${NUMBER}.${format}`)
      expect(hashOf(bytes)).toBe(sha256)
      await page.locator(".notice-hashes").getByText(sha256).waitFor(PATIENT)
    }

    await page.getByRole("button", { name: "登记送达" }).click()
    const dialog = page.getByRole("dialog")
    await dialog.getByLabel("送达日期").fill(notice.issuedOn)
    await dialog.getByLabel("签收人").fill("示例收件人")
    expect(await listBarriersByLook(page, "notice-service")).toEqual(NO_BARRIERS)
    await turn(page, "light")
    await confirm(page, "保存")
    await page
      .getByText(/前提交开发利用情况/)
      .first()
      .waitFor(PATIENT)
    await dialog.waitFor({ state: "detached", ...PATIENT })
    expect(await listBarriersByLook(page, "notice-issued")).toEqual(NO_BARRIERS)
    await turn(page, "light")
    await picture(page, "notice-issued")
  }, 240_000)

  test("goes back with the reason, and is drawn up again", async () => {
    const { page } = await go({ as: "planner", path: "/idle" })
    const item = (await listSuspected(page))[1]!
    const draw = async () => {
      await page.goto(`${site().base}/idle/parcels/${item.parcelId}/new-notice`)
      await page.locator(".notice-paper").waitFor(PATIENT)
      await page.getByLabel("制发机关").fill("示例自然资源和规划局")
      await page.getByLabel("收件人地址").fill("示例路 20 号")
      await page.getByLabel("联系人及电话").fill("利用科")
      await page.getByRole("button", { name: "提交审核" }).click()
    }
    await draw()
    await page.waitForURL(/\/idle\/notices\/\d+$/, PATIENT)
    const path = new URL(page.url()).pathname
    const { page: lead } = await go({ as: "lead", path })
    await lead.getByRole("button", { name: "退回" }).click(PATIENT)
    await lead.getByRole("dialog").getByLabel("理由").fill("地址不全")
    await confirm(lead, "退回")
    await lead.getByText("地址不全").waitFor(PATIENT)
    await draw()
    await page.waitForURL(
      (url) => /\/idle\/notices\/\d+$/.test(url.pathname) && url.pathname !== path,
      PATIENT,
    )
    const { items } = await ask<NoticeList>(page, `flags/notices?parcel=${item.parcelId}`)
    expect(items.map(({ state }) => state)).toEqual(["drawn", "returned"])
    await page.goto(`${site().base}/idle/parcels/${item.parcelId}`)
    await page.locator(".notice-card").first().waitFor(PATIENT)
    expect(await page.locator(".notice-card").count()).toBe(2)
  }, 180_000)
})

describe("the documents", () => {
  test("of all cases are a list by state that keeps nobody out, in either language and look", async () => {
    const { page } = await go({ as: "lead", path: "/idle/notices" })
    await page.locator(".notice-card").first().waitFor(PATIENT)
    expect(await listBarriersByLook(page, "notice-list")).toEqual(NO_BARRIERS)
    await page.getByRole("button", { name: "English" }).click()
    await page.getByText("to be issued").first().waitFor(PATIENT)
    await page.getByRole("link", { name: "Notice of investigation" }).first().waitFor(PATIENT)
    await page.locator("label", { hasText: "returned" }).click()
    await page.getByText("地址不全").waitFor(PATIENT)
  }, 120_000)

  test("are no concern of an assessor: no tab leads to them and the case has none", async () => {
    const { page } = await go({ as: "assessor", path: "/idle" })
    const [item] = await listSuspected(page)
    await page.locator(".idle-tab").first().waitFor(PATIENT)
    expect(await page.getByRole("link", { name: "法定文书" }).count()).toBe(0)
    await page.goto(`${site().base}/idle/parcels/${item!.parcelId}`)
    await page.locator(".idle-flag").first().waitFor(PATIENT)
    expect(await page.getByText("法定文书").count()).toBe(0)
    await page.goto(`${site().base}/idle/notices`)
    await page.getByText("文书由规划和领导角色查看。").waitFor(PATIENT)
  }, 60_000)
})

test("the evidence of a parcel is saved as one page", async () => {
  const { page } = await go({ as: "planner", path: "/idle" })
  const [item] = await listSuspected(page)
  await page.goto(`${site().base}/idle/parcels/${item!.parcelId}`)
  const { name, bytes } = await download(page, () =>
    page.getByRole("button", { name: "调查事实表" }).click(PATIENT),
  )
  expect(name).toMatch(/^闲置土地调查事实表 .+\.pdf$/)
  expect(bytes.subarray(0, 5).toString()).toBe("%PDF-")
  await page.getByText("已下载，已记入导出记录").waitFor(PATIENT)
}, 120_000)
