import { RATING_CLASSES } from "../../server/assessment/enterprise.rules.ts"
import type { RatingClass } from "./shapes.ts"

/** The rating classes in the order in which they are told of. */
export const CLASSES = Object.keys(RATING_CLASSES) as RatingClass[]
