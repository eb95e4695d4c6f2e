import type { SamplePark } from "./facts.ts"
export const generateSample = (_: object): SamplePark => { throw new Error("not yet") }
export const generateParks = (_: object): SamplePark[] => []
