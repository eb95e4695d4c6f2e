import { Show } from "solid-js"
import { findLandUse } from "../../../geodata/codes/land-use.ts"
import { Facts } from "../../record/Facts.tsx"
import { useFactName } from "../../record/factText.ts"
import { Section } from "../../record/Section.tsx"
import { useText } from "../../text/language.tsx"
import { Notice } from "../../ui/Notice.tsx"
import type { Sheet } from "../shapes.ts"

/** What the parcel is: codes, use, where it stands in its life. */
export function LandSection(props: { sheet: Sheet }) {
  const { t, pick, name } = useText()
  const factName = useFactName()
  const use = () => {
    const { landUse } = props.sheet
    if (!landUse) return null
    const found = findLandUse(landUse.scheme, landUse.code)
    return found ? pick({ zh: found.nameZh, en: found.nameEn }) : t("land-use.other")
  }
  const scheme = () =>
    props.sheet.landUse ? name("land-use-scheme", props.sheet.landUse.scheme) : undefined
  const standing = () => props.sheet.standing
  const named = (group: "lifecycle" | "project-status", value: string | null | undefined) =>
    value == null ? value : name(group, value)

  return (
    <Section id="land" title={t("land.title")}>
      <Facts
        facts={[
          { label: t("land.use"), value: use(), note: scheme() },
          { label: t("land.code"), value: props.sheet.parcelCode },
          { label: t("land.unit-code"), value: props.sheet.unitCode },
          { label: t("land.source-key"), value: props.sheet.sourceKey ?? undefined },
          { label: t("land.approved"), value: props.sheet.approvedOn },
          { label: t("land.valid"), value: props.sheet.validFrom },
          {
            label: t("theme.lifecycle"),
            value: named("lifecycle", standing()?.lifecycle),
            note: standing()?.evaluatedOn && t("land.evaluated", { day: standing()!.evaluatedOn! }),
          },
          {
            label: t("land.project-status"),
            value: named("project-status", standing()?.projectStatus),
          },
        ]}
      />
      <Show when={standing()?.missingFacts?.length}>
        <Notice tone="plain" title={t("land.missing")}>
          {standing()!.missingFacts!.map(factName).join(t("comma"))}
        </Notice>
      </Show>
    </Section>
  )
}
