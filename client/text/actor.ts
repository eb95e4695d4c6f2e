import type { Text } from "./language.tsx"

/** Who acted, as people call him: an account by its name, the rest by what it is. */
export const actorName = (actor: string, t: Text["t"]): string =>
  actor === "operator" ? t("actor.operator") : actor.startsWith("svc_") ? t("actor.service") : actor
