import type { Locator, Page } from "playwright-core"
import { describe, expect, test } from "vitest"
import { addDays, daysBetween } from "../../geodata/days.ts"
import type { ClockAnswer, Forecast } from "../../server/clock/schema.ts"
import type {
  DeskFlag,
  DeskItem,
  DeskList,
  EvaluationDifference,
  EvaluationList,
} from "../../server/desk/schema.ts"
import type { Supervision } from "../../server/rulesets/schema.ts"
import { listBarriersByLook, NO_BARRIERS } from "../support/axe.ts"
import { picture, turn } from "../support/browser.ts"
import { useSite, useVisits } from "../support/visits.ts"

const PATIENT = { timeout: 30_000 }
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
)

// What is settled stays on record: the tests have a product of their own.
const site = useSite("embedded")
const { go } = useVisits(site)

const api = (path: string) => `${site().base}/api/${path}`
const ask = async <T>(page: Page, path: string): Promise<T> => {
  const answer = await page.request.get(api(path))
  expect(answer.status()).toBe(200)
  return (await answer.json()) as T
}
const post = async (page: Page, path: string, data: object) => {
  const answer = await page.request.post(api(path), { data, headers: { origin: site().base } })
  expect(answer.status()).toBe(201)
}
/** Presses, and counts how often. */
function createHand() {
  let clicks = 0
  return {
    click: async (what: Locator) => {
      clicks += 1
      await what.click(PATIENT)
    },
    clicks: () => clicks,
  }
}
const listDesk = (page: Page, query = "") =>
  ask<DeskList>(page, `flags/desk?limit=500&ruleSet=idle-order53${query}`)
const rowOf = (page: Page, { name }: Pick<DeskItem, "name">) =>
  page.locator(".idle-rows tbody tr", { hasText: name! })
/** The desk with one rule set, so that every row is in sight of who scrolls. */
const openLegal = async (page: Page) => {
  await page.locator(".idle-rows tbody tr[data-at]").first().waitFor(PATIENT)
  await page.locator(".idle-filters .choice-trigger").first().click()
  await page.getByRole("option", { name: "闲置土地处置办法" }).click()
  await page.locator(".idle-total").first().getByText("8", { exact: true }).waitFor(PATIENT)
}

describe("a planner", () => {
  test("sees who is suspected today and who will be in 90 days, opens one, and records a pause: the day moves", async () => {
    const { page } = await go({ as: "planner", path: "/idle" })
    const forecast = await ask<Forecast>(page, "flags/forecast?days=90")
    const desk = await ask<DeskList>(page, "flags/desk?limit=500")
    await page.locator(".idle-coming > li").first().waitFor(PATIENT)
    expect(await page.locator(".idle-column .idle-total").innerText()).toContain(
      String(desk.sums.parcels),
    )
    expect(await page.locator(".idle-coming > li").count()).toBe(forecast.total)
    const [coming] = forecast.items
    const first = page.locator(".idle-coming > li").first()
    expect(await first.innerText()).toContain(coming!.changes[0]!.on)

    const hand = createHand()
    await hand.click(first.locator("a"))
    await page.locator(".idle-timeline svg").waitFor(PATIENT)
    const path = `flags/parcels/${coming!.parcelId}/clock`
    const before = await ask<ClockAnswer>(page, path)
    expect(await page.locator(".idle-next").innerText()).toContain(before.next!.from)
    await hand.click(page.getByRole("button", { name: "登记停工" }))
    const dialog = page.getByRole("dialog")
    const from = addDays(before.thresholds.startDue!, 10)
    await dialog.getByLabel("起", { exact: true }).fill(from)
    await dialog.getByLabel("止（未结束留空）").fill(addDays(from, 29))
    await dialog.getByLabel("文件名称").fill("关于暂停施工的函")
    await dialog.getByLabel("文号", { exact: true }).fill("示函〔2026〕9号")
    await hand.click(dialog.getByRole("button", { name: "登记", exact: true }))

    const moved = page.locator(".idle-moves")
    await moved.waitFor(PATIENT)
    const after = await ask<ClockAnswer>(page, path)
    const [was, is] = [before.thresholds.oneYearEnds!, after.thresholds.oneYearEnds!]
    expect(daysBetween(was, is)).toBe(30)
    expect(await moved.innerText()).toContain(`满一年的日期：${was} 推迟到 ${is}，30 天`)
    await page.locator(".idle-pause").waitFor({ ...PATIENT, state: "attached" })
    expect(hand.clicks()).toBeLessThanOrEqual(4)
    await picture(page, "idle-moved")

    // As it was known before: nothing of the pause. And without it again, once it is withdrawn.
    const recorded = after.events.find(({ kind }) => kind === "pause")!
    const earlier = new Date(Date.parse(recorded.recordedAt) - 1000 + 8 * 3_600_000)
    await page.getByLabel(/当时已知/).fill(earlier.toISOString().slice(0, 19))
    await page.locator(".idle-past").waitFor(PATIENT)
    await page.locator(".idle-pause").waitFor({ ...PATIENT, state: "detached" })
    expect(await page.getByRole("button", { name: "登记停工" }).count()).toBe(0)
    await page.getByRole("button", { name: "回到今天" }).click()
    await page.getByRole("button", { name: /^撤销 停工/ }).click(PATIENT)
    await page.getByRole("dialog").getByLabel("理由").fill("重复登记")
    await page.getByRole("dialog").getByRole("button", { name: "撤销" }).click()
    await moved.getByText(`${is} 提前到 ${was}`).first().waitFor(PATIENT)
    await page.getByText("已更正或撤销 1 条").waitFor(PATIENT)
  }, 120_000)

  test("finds that one is not idle, with photo and reason: it leaves the list and stays on record, until a fact changes", async () => {
    const { page } = await go({ as: "planner", path: "/idle" })
    const { items, sums } = await listDesk(page)
    const item = items.find(({ rule }) => rule === "type1")!
    await openLegal(page)

    const hand = createHand()
    await hand.click(rowOf(page, item).getByRole("button"))
    const dialog = page.getByRole("dialog")
    await dialog.getByLabel("理由").fill("现场基坑已开挖完毕")
    const chooser = page.waitForEvent("filechooser")
    await hand.click(dialog.locator(".file-drop"))
    await (await chooser).setFiles({ name: "现场.png", mimeType: "image/png", buffer: PNG })
    // What else suspects the parcel may be settled with it.
    await dialog.getByRole("group", { name: /该宗地的其他疑似/ }).waitFor(PATIENT)
    await picture(page, "idle-settle")
    await hand.click(dialog.getByRole("button", { name: "保存结果" }))
    await rowOf(page, item).waitFor({ ...PATIENT, state: "detached" })
    expect(hand.clicks()).toBeLessThanOrEqual(3)
    await page.getByText("已移出待核查，结果与理由留存可查。").waitFor(PATIENT)
    await page
      .locator(".idle-total")
      .first()
      .getByText(String(sums.parcels - 1), { exact: true })
      .waitFor(PATIENT)

    // Judged anew, it does not come back; it stands where it was put.
    await post(page, "flags/evaluations", {})
    await expect
      .poll(async () => (await ask<EvaluationList>(page, "flags/evaluations")).items[0]!.progress, {
        timeout: 30_000,
      })
      .toBeNull()
    expect((await listDesk(page)).items.map(({ parcelId }) => parcelId)).not.toContain(
      item.parcelId,
    )
    await page.getByRole("link", { name: "非闲置" }).click()
    await rowOf(page, item).getByText("不属于闲置").waitFor(PATIENT)
    await rowOf(page, item).locator(".idle-name").click()
    const flag = page.locator(".idle-flag", { hasText: "闲置土地处置办法" })
    await flag.getByText("现场基坑已开挖完毕").waitFor(PATIENT)
    const held = await ask<DeskFlag>(page, `flags/desk/${item.parcelId}/idle-order53`)
    expect(held.outcomes[0]!.attachmentIds).toHaveLength(1)

    // A fact it rested on changes: it is back, and says which, from what to what.
    await post(page, `flags/parcels/${item.parcelId}/clock/events`, {
      kind: "pause",
      from: "2024-01-01",
      to: "2024-01-02",
      cause: "holder",
      document: { title: "说明" },
    })
    await page.goto(`${site().base}/idle/parcels/${item.parcelId}`)
    const lapsed = flag.locator(".idle-lapsed")
    await lapsed.waitFor(PATIENT)
    expect(await lapsed.locator("tbody tr", { hasText: "未动工或中止的原因" }).innerText()).toMatch(
      /—\s+用地者原因/,
    )
    await flag.getByText("因事实变化失效").waitFor(PATIENT)
    await picture(page, "idle-lapsed")
    expect((await listDesk(page, "&status=reopened")).items).toMatchObject([
      { parcelId: item.parcelId },
    ])
  }, 120_000)

  test("goes through the queue by key: down, up, and Enter opens", async () => {
    const { page } = await go({ as: "planner", path: "/idle" })
    await page.locator(".idle-rows tr[data-at]").first().waitFor(PATIENT)
    await page.locator(".idle-rows").focus()
    const named = () => page.evaluate(() => document.activeElement?.textContent)
    await page.keyboard.press("ArrowDown")
    const first = await named()
    expect(first).toBe(await page.locator(".idle-rows .idle-name").first().innerText())
    for (let presses = 0; presses < 30; presses += 1) {
      await page.keyboard.press("ArrowDown")
      await page.waitForFunction(
        (at) => document.activeElement?.closest("tr")?.dataset["at"] === at,
        String(presses + 1),
      )
    }
    for (let presses = 29; presses >= 0; presses -= 1) {
      await page.keyboard.press("ArrowUp")
      await page.waitForFunction(
        (at) => document.activeElement?.closest("tr")?.dataset["at"] === at,
        String(presses),
      )
    }
    expect(await named()).toBe(first)
    await page.keyboard.press("Enter")
    await page.waitForURL(/\/idle\/parcels\/\d+/, PATIENT)
    await page.getByRole("heading", { level: 1, name: first! }).waitFor(PATIENT)
  }, 120_000)

  test("asks somebody to answer by a day, and what waits can be told apart", async () => {
    const { page } = await go({ as: "planner", path: "/idle" })
    const { items } = await listDesk(page)
    const item = items.find(({ rule }) => rule === "type2")!
    await page.goto(`${site().base}/idle/parcels/${item.parcelId}`)
    const flag = page.locator(".idle-flag", { hasText: "闲置土地处置办法" })
    await flag.getByRole("button", { name: "要求答复" }).click(PATIENT)
    const dialog = page.getByRole("dialog")
    await dialog.getByLabel("由谁答复").fill("示例自然资源局")
    await dialog.getByLabel("答复什么").fill("中止原因及复工安排")
    await dialog.getByLabel("最迟").fill("2099-01-31")
    await dialog.getByRole("button", { name: "发出" }).click()
    await flag.getByText("2099-01-31 前答复").waitFor(PATIENT)
    expect(await listDesk(page, "&status=waiting")).toMatchObject({
      items: [{ parcelId: item.parcelId, dueOn: "2099-01-31" }],
    })
    await flag.getByRole("button", { name: "登记答复" }).click()
    await dialog.getByLabel("答复内容").fill("资金原因，下月复工")
    await dialog.getByRole("button", { name: "登记答复" }).click()
    await flag.getByText("资金原因，下月复工").waitFor(PATIENT)
  }, 120_000)

  test("proposes a determination that another person approves; it is listed apart, and ended by two people", async () => {
    const { page } = await go({ as: "planner", path: "/idle" })
    const { items } = await listDesk(page)
    const item = items.find(({ rule }) => rule === "type2")!
    const path = `/idle/parcels/${item.parcelId}`
    await page.goto(site().base + path)
    const flag = page.locator(".idle-flag", { hasText: "闲置土地处置办法" })
    await flag.getByRole("button", { name: "给出处理结果" }).click(PATIENT)
    const dialog = page.getByRole("dialog")
    await dialog.getByLabel("理由").fill("中止满一年，投资不足")
    await dialog.getByRole("radio", { name: /提请认定/ }).check()
    await dialog.getByLabel("文号", { exact: true }).fill("示闲认〔2026〕1号")
    await dialog.getByLabel("认定机关").fill("示例自然资源局")
    await dialog.getByRole("button", { name: "提请认定" }).click()
    const proposal = page.locator(".idle-proposal")
    await proposal.getByText("须由另一人审核").waitFor(PATIENT)
    expect(await proposal.getByRole("button", { name: "批准" }).count()).toBe(0)
    const determined = page.locator("section[aria-labelledby=idle-determined]")
    expect(await determined.innerText()).not.toContain("示闲认")

    const { page: lead } = await go({ as: "lead", path: "/idle/pending" })
    await lead.getByRole("button", { name: "批准" }).click(PATIENT)
    await lead.getByRole("dialog").getByRole("button", { name: "批准" }).click()
    await lead.getByText("没有等待审核的提请。").waitFor(PATIENT)
    await lead.getByRole("link", { name: "已认定" }).click()
    await lead
      .locator(".idle-frame tbody tr", { hasText: "示闲认〔2026〕1号" })
      .getByText("闲置土地", { exact: true })
      .waitFor(PATIENT)

    await page.reload()
    await determined.getByRole("button", { name: "提请终止" }).click(PATIENT)
    await dialog.getByLabel("文号", { exact: true }).fill("示闲终〔2026〕1号")
    await dialog.getByLabel("理由").fill("已复工")
    await dialog.getByRole("button", { name: "提请终止" }).click()
    await lead.goto(site().base + path)
    await lead.getByRole("button", { name: "批准" }).click(PATIENT)
    await lead.getByRole("dialog").getByRole("button", { name: "批准" }).click()
    await lead
      .locator("section[aria-labelledby=idle-determined]")
      .getByText("认定已解除")
      .waitFor(PATIENT)
    await picture(lead, "idle-determined")
  }, 180_000)
})

describe("the key-supervision list", () => {
  test("is told with all parts and with any, both counted, each row with its evidence", async () => {
    const { page } = await go({ as: "assessor", path: "/idle/supervision" })
    await page.locator(".idle-watch tbody tr").first().waitFor(PATIENT)
    const any = await ask<Supervision>(page, "flags/supervision?limit=500&combine=any")
    const all = await ask<Supervision>(page, "flags/supervision?limit=500&combine=all")
    const ways = page.locator(".idle-way")
    const hand = createHand()
    await hand.click(ways.nth(1))
    if (all.total === 0) await page.getByText("没有同时满足的宗地").waitFor(PATIENT)
    else
      await page
        .locator(".idle-watch > tbody > tr")
        .nth(all.total - 1)
        .waitFor(PATIENT)
    const both = async () => [await ways.nth(0).innerText(), await ways.nth(1).innerText()]
    const told = [any.counts.any!.parcels, all.counts.all.parcels].map(
      (count) => new RegExp(`(^|\\s)${count} 宗`),
    )
    for (const [at, text] of (await both()).entries()) expect(text).toMatch(told[at]!)
    await hand.click(ways.nth(0))
    const rows = page.locator(".idle-watch > tbody > tr")
    await rows.nth(any.total - 1).waitFor(PATIENT)
    for (const [at, text] of (await both()).entries()) expect(text).toMatch(told[at]!)
    expect(hand.clicks()).toBe(2)
    await page
      .locator(".idle-nearest")
      .nth(any.total - 1)
      .waitFor(PATIENT)
    expect(await page.locator(".idle-strip-own").count()).toBeGreaterThan(0)
    expect(await rows.first().locator(".idle-nearest tbody tr").count()).toBe(6)
    await page
      .getByText("用电偏高，税收销售偏低")
      .or(page.getByText("与同业相符"))
      .first()
      .waitFor()
  }, 120_000)

  test("tells a planner without a grant the rule, and of the figures only that they need one", async () => {
    const { page, bodies } = await go({ as: "planner", path: "/idle/supervision" })
    await page.locator(".idle-watch tbody tr").first().waitFor(PATIENT)
    const text = await page.locator(".idle-watch").innerText()
    expect(text).toContain("亩均税收偏低")
    expect(text).toContain("需授权查看")
    expect(text).not.toMatch(/万元\/亩\D|偏离/)
    expect([...bodies.keys()].filter((path) => path.includes("triangle"))).toEqual([])
  }, 60_000)
})

describe("rules", () => {
  test("are written in the filter language while they are counted, and come into force by another person", async () => {
    const { page } = await go({ as: "planner", path: "/idle/rules" })
    await page.getByRole("link", { name: "新建规则集" }).click(PATIENT)
    await page.getByLabel("名称", { exact: true }).first().fill("大宗未动工用地")
    await page.getByLabel(/^编号/).fill("large-unused")
    await page.locator(".idle-condition").getByLabel("名称").fill("六十亩以上")
    await page.getByLabel("条件（与筛选相同的写法）").fill("areaMu >= 60")
    const preview = page.locator(".idle-preview .idle-total strong").first()
    await preview.waitFor(PATIENT)
    const wide = Number(await preview.innerText())
    expect(wide).toBeGreaterThan(0)
    await page.getByLabel("事实").selectOption({ label: "规上企业" })
    await page.getByLabel("值", { exact: true }).selectOption({ label: "否" })
    await page.getByRole("button", { name: "加入条件" }).click()
    expect(await page.getByLabel("条件（与筛选相同的写法）").inputValue()).toBe(
      "areaMu >= 60 AND aboveScale = false",
    )
    await page.waitForFunction(
      (before) => Number(document.querySelector(".idle-preview strong")?.textContent) < before,
      wide,
    )
    const narrow = await preview.innerText()
    await page.locator(".idle-condition-count").getByText(`单独满足：${narrow} 宗`).waitFor(PATIENT)
    await page.getByRole("link", { name: "在图上看这些宗地" }).waitFor(PATIENT)
    expect(await listBarriersByLook(page, "idle-editor")).toEqual(NO_BARRIERS)
    await turn(page, "light")
    await page.getByRole("button", { name: "存为草稿" }).click()
    await page.waitForURL(/\/idle\/rules\/large-unused\/1/, PATIENT)
    await page.getByRole("button", { name: "提交审核" }).click(PATIENT)
    await page.getByRole("dialog").getByRole("button", { name: "提交审核" }).click()
    await page.getByText("须由另一人审核").waitFor(PATIENT)

    const { page: lead } = await go({ as: "lead", path: "/idle/rules/large-unused/1" })
    await lead.getByRole("button", { name: "批准" }).click(PATIENT)
    await lead.getByRole("dialog").getByRole("button", { name: "批准" }).click()
    await lead.getByText("现行", { exact: true }).waitFor(PATIENT)
    await picture(lead, "idle-rule")
    const { byRuleSet } = await ask<DeskList>(page, "flags/desk")
    expect(byRuleSet.map(({ ruleSet }) => ruleSet)).toContain("large-unused")
    // Its suspicions are named as people named it.
    await page.goto(`${site().base}/idle`)
    await page.locator(".idle-parts").getByText("大宗未动工用地").waitFor(PATIENT)
  }, 180_000)
})

describe("complete evaluations", () => {
  test("are asked for where they are listed, told when they are done, and their difference leads to the case", async () => {
    const { page, bodies } = await go({ as: "planner", path: "/idle/evaluations" })
    await page.getByRole("link", { name: "评估记录" }).waitFor(PATIENT)
    const evaluate = async () => {
      await page.getByRole("button", { name: "全面重新评估" }).click(PATIENT)
      await page.getByText("评估完成，用时").waitFor(PATIENT)
      const [latest] = (await ask<EvaluationList>(page, "flags/evaluations")).items
      return latest!
    }
    const first = await evaluate()
    const { items } = await listDesk(page)
    const item = items.find(({ rule }) => rule === "type1")!
    await post(page, `flags/desk/${item.parcelId}/idle-order53/outcomes`, {
      outcome: "notIdle",
      reason: "现场已动工",
    })
    await page.reload()
    const second = await evaluate()
    expect(second).toMatchObject({ parcels: first.parcels, progress: null })
    const row = page.locator(".idle-frame tbody tr").first()
    expect(await row.innerText()).toContain(second.asOf)
    expect(await row.innerText()).toContain(String(second.suspicions))
    await picture(page, "idle-evaluations")
    await row.getByRole("link").click()
    await page.waitForURL(`**/idle/evaluations/${second.id}`, PATIENT)
    const ended = page.locator(".idle-changes tbody tr", { hasText: item.name! })
    await ended.getByText("不再疑似").waitFor(PATIENT)
    expect(await ended.innerText()).toContain("未列为疑似")
    expect(await ended.innerText()).toContain("约定动工日期")
    const { all } = await ask<EvaluationDifference>(page, `flags/evaluations/${second.id}`)
    expect(await page.locator(".idle-total").innerText()).toContain(String(all.parcels))
    await page.getByText("新增疑似", { exact: true }).last().click()
    await page.getByText("没有差异").waitFor(PATIENT)
    await page.getByText("全部", { exact: true }).first().click()
    await ended.locator(".idle-name").click(PATIENT)
    await page.waitForURL(`**/idle/parcels/${item.parcelId}`, PATIENT)

    // The first of all: everything that is suspected, of a figure the rule alone.
    const earliest = (await ask<EvaluationList>(page, "flags/evaluations")).items.at(-1)!
    await page.goto(`${site().base}/idle/evaluations/${earliest.id}`)
    const low = page.locator(".idle-changes tbody tr", { hasText: "亩均税收偏低" }).first()
    await low.getByText("需授权查看").waitFor(PATIENT)
    const told = [...bodies].filter(([path]) => /flags\/evaluations\/\d/.test(path))
    expect(told.length).toBeGreaterThan(0)
    for (const [, body] of told)
      for (const { before, after } of (JSON.parse(body.toString()) as EvaluationDifference).changes)
        for (const reason of [...(before?.reasons ?? []), ...(after?.reasons ?? [])])
          if (reason.confidential)
            expect(Object.keys(reason)).toEqual(["fact", "label", "confidential", "withheld"])
  }, 180_000)

  test("are not started by a leader, who reads them", async () => {
    const { page } = await go({ as: "lead", path: "/idle/evaluations" })
    await page.locator(".idle-frame tbody tr").first().waitFor(PATIENT)
    expect(await page.getByRole("button", { name: "全面重新评估" }).count()).toBe(0)
  }, 60_000)
})

const PATHS = [
  "/idle",
  "/idle/pending",
  "/idle/determined",
  "/idle/rules",
  "/idle/evaluations",
  "/idle/evaluations/1",
  "/idle/parcels/1",
]

describe("every screen", () => {
  test.each([
    ["idle-desk", "/idle"],
    ["idle-forecast", "/idle/forecast"],
    ["idle-supervision", "/idle/supervision"],
    ["idle-rules", "/idle/rules"],
    ["idle-liandu", "/idle/rules/liandu-2020"],
  ])(
    "%s keeps nobody out, in either look",
    async (name, path) => {
      const { page } = await go({ as: "assessor", path })
      await page.locator(".idle-page table, .idle-panel .facts").first().waitFor(PATIENT)
      await page.waitForLoadState("networkidle")
      expect(await listBarriersByLook(page, name)).toEqual(NO_BARRIERS)
    },
    60_000,
  )

  test("what waits for approval, what is determined, dismissed or in disposal, and evaluations keep nobody out", async () => {
    const { page } = await go({ as: "planner", path: "/idle" })
    const { items } = await listDesk(page)
    const [determined, pending, dismissed, disposed] = items
    const settle = (item: DeskItem, data: object) =>
      post(page, `flags/desk/${item.parcelId}/${item.ruleSet}/outcomes`, {
        reason: "核查",
        ...data,
      })
    const document = { decidedOn: "2026-01-05", body: "示例自然资源局" }
    const confirm = (item: DeskItem, documentNo: string) =>
      settle(item, { outcome: "confirmed", determination: { documentNo, ...document } })
    await confirm(determined!, "示闲认〔2026〕11号")
    await confirm(pending!, "示闲认〔2026〕12号")
    await settle(dismissed!, { outcome: "dataWrong" })
    await settle(disposed!, { outcome: "alreadyInDisposal" })
    const { page: lead } = await go({ as: "lead", path: "/idle/pending" })
    const { items: proposals } = await ask<{ items: { id: number; documentNo: string }[] }>(
      lead,
      "flags/determinations/proposals?state=open",
    )
    const proposal = proposals.find(({ documentNo }) => documentNo === "示闲认〔2026〕11号")!
    await post(lead, `flags/determinations/proposals/${proposal.id}/steps`, { step: "approved" })
    for (const [name, path, seen] of [
      ["idle-pending", "/idle/pending", "示闲认〔2026〕12号"],
      ["idle-all-determined", "/idle/determined", "示闲认〔2026〕11号"],
      ["idle-dismissed", "/idle/not-idle", dismissed!.name!],
      ["idle-in-disposal", "/idle/in-disposal", disposed!.name!],
      ["idle-evaluation-list", "/idle/evaluations", "查看差异"],
      ["idle-evaluation", "/idle/evaluations/1", "新增疑似"],
    ] as const) {
      await page.goto(site().base + path)
      await page.getByText(seen).first().waitFor(PATIENT)
      await page.waitForLoadState("networkidle")
      expect(await listBarriersByLook(page, name), path).toEqual(NO_BARRIERS)
      await turn(page, "light")
    }
  }, 240_000)

  test("the case keeps nobody out, in either look, with its dialogs", async () => {
    const { page } = await go({ as: "planner", path: "/idle" })
    const { items } = await listDesk(page)
    await page.goto(`${site().base}/idle/parcels/${items[0]!.parcelId}`)
    await page.locator(".idle-flag").first().waitFor(PATIENT)
    expect(await listBarriersByLook(page, "idle-case")).toEqual(NO_BARRIERS)
    await page.getByRole("button", { name: "登记停工" }).click()
    await page.getByRole("dialog").waitFor()
    expect(await listBarriersByLook(page, "idle-event")).toEqual(NO_BARRIERS)
    await page.keyboard.press("Escape")
    await page.getByRole("button", { name: "给出处理结果" }).first().click()
    await page.getByRole("radio", { name: /提请认定/ }).check()
    expect(await listBarriersByLook(page, "idle-outcome")).toEqual(NO_BARRIERS)
  }, 120_000)

  test("is led to from the parcel, and from the case to the map", async () => {
    const { page } = await go({ as: "planner", path: "/idle" })
    const { items } = await listDesk(page)
    const { parcelId } = items[0]!
    await page.goto(`${site().base}/parcels/${parcelId}`)
    await page.getByRole("link", { name: "闲置时钟、证据与处理结果" }).click(PATIENT)
    await page.waitForURL(`**/idle/parcels/${parcelId}`, PATIENT)
    await page.getByRole("link", { name: "在图上看" }).click(PATIENT)
    await page.waitForURL(new RegExp(`[?&]parcel=${parcelId}(&|$)`), PATIENT)
    await page.getByRole("link", { name: "闲置时钟、证据与处理结果" }).waitFor(PATIENT)
  }, 60_000)

  test.each([
    ["promotion", "闲置低效用地由规划、评价、领导角色使用。"],
    ["admin", "账户与授权"],
  ])(
    "is for planners, assessors and leaders: %s has no way to it, by navigation or address",
    async (as, instead) => {
      const { page, bodies } = await go({ as, path: "/idle" })
      for (const path of PATHS) {
        await page.goto(site().base + path)
        await page.getByText(instead).first().waitFor(PATIENT)
        await page.waitForLoadState("networkidle")
        expect(await page.getByRole("link", { name: "闲置低效" }).count(), path).toBe(0)
        expect(await page.locator(".idle-page").count(), path).toBe(0)
      }
      expect([...bodies.keys()].filter((path) => path.startsWith("/api/flags"))).toEqual([])
      for (const path of ["desk", "evaluations", "forecast", "rule-sets", "determinations"])
        expect((await page.request.get(api(`flags/${path}`))).status(), path).toBe(404)
    },
    120_000,
  )
})
