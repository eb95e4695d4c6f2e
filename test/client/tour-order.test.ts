import { fc } from "../support/properties.ts"
import { describe, expect, test } from "vitest"
import { orderBehind, type Placed, planMove } from "../../client/views/tourOrder.ts"

const tourOf = (...orders: [id: string, tourOrder: number, own?: boolean][]): Placed[] =>
  orders.map(([id, tourOrder, own = true]) => ({ id, tourOrder, own }))

/** Ids in the order that the server gives after the change. */
const after = (tour: readonly Placed[], moved: ReadonlyMap<string, number>) =>
  tour
    .map(({ id, tourOrder }) => ({ id, tourOrder: moved.get(id) ?? tourOrder }))
    .toSorted((a, b) => a.tourOrder - b.tourOrder)
    .map(({ id }) => id)

describe("a view that joins the tour", () => {
  test("stands behind all others, with room before it", () => {
    expect(orderBehind([])).toBe(10)
    expect(orderBehind(tourOf(["a", 10], ["b", 35]))).toBe(45)
  })
  test("finds the last place, and none where there is none", () => {
    expect(orderBehind(tourOf(["a", 995]))).toBe(996)
    expect(orderBehind(tourOf(["a", 999]))).toBeNull()
  })
})

describe("a view that is moved", () => {
  test("changes alone where there is room for it", () => {
    const tour = tourOf(["a", 10], ["b", 20], ["c", 30])
    expect(planMove(tour, "c", 1)).toEqual(new Map([["c", 15]]))
    expect(planMove(tour, "a", 2)).toEqual(new Map([["a", 40]]))
  })
  test("makes others of one's own give way where there is none", () => {
    const tour = tourOf(["a", 1], ["b", 2], ["c", 3])
    const moved = planMove(tour, "c", 0)!
    expect(after(tour, moved)).toEqual(["c", "a", "b"])
  })
  test("leaves the views of others where they are", () => {
    const tour = tourOf(["a", 1], ["b", 2, false], ["c", 3])
    expect(planMove(tour, "c", 1)).toBeNull()
    expect(planMove(tour, "b", 0)).toBeNull()
  })
  test("does not leave the tour", () => {
    expect(planMove(tourOf(["a", 1], ["b", 2]), "a", -1)).toBeNull()
    expect(planMove(tourOf(["a", 1], ["b", 2]), "a", 2)).toBeNull()
  })
  test("comes to the place that was wanted, wherever it may", () => {
    const orders = fc.uniqueArray(fc.integer({ min: 1, max: 999 }), { minLength: 2, maxLength: 12 })
    fc.assert(
      fc.property(orders, fc.nat(), fc.nat(), (numbers, from, to) => {
        const tour = tourOf(
          ...numbers.toSorted((a, b) => a - b).map((n): [string, number] => [`v${n}`, n]),
        )
        const { id } = tour[from % tour.length]!
        const place = to % tour.length
        const moved = planMove(tour, id, place)!
        expect(after(tour, moved).indexOf(id)).toBe(place)
        for (const number of moved.values()) expect(number >= 1 && number <= 999).toBe(true)
      }),
    )
  })
})
