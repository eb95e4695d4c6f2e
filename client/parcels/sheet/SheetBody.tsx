import { Show } from "solid-js"
import type { Session } from "../../api.ts"
import { useText } from "../../text/language.tsx"
import { ContractsSection } from "../../record/ContractsSection.tsx"
import { FlagsSections } from "../../record/FlagsSections.tsx"
import { ProjectsSection } from "../../record/ProjectsSection.tsx"
import type { Open } from "../../record/shapes.ts"
import type { Sheet } from "../shapes.ts"
import { AreasSection } from "./AreasSection.tsx"
import { BuildingsSection } from "./BuildingsSection.tsx"
import { HistorySection } from "./HistorySection.tsx"
import { LandSection } from "./LandSection.tsx"
import { MetricsSection } from "./MetricsSection.tsx"
import { OccupantsSection } from "./OccupantsSection.tsx"
import { ParcelHead } from "./ParcelHead.tsx"

/** The sheet from what it is to how it came to be. A part that the audience has not is not there. */
export function SheetBody(props: {
  sheet: Sheet
  session: Session
  onSelect: (id: number) => void
  open: Open
}) {
  const { t } = useText()
  return (
    <article>
      <header class="sheet-head">
        <h2>{props.sheet.name ?? t("parcel.unnamed")}</h2>
        <ParcelHead parcel={props.sheet} demo={props.session.demo} />
      </header>
      <FlagsSections
        suspected={props.sheet.suspected}
        determined={props.sheet.determined}
        toCase={
          props.sheet.suspected
            ? { to: `/idle/parcels/${props.sheet.id}`, open: props.open }
            : undefined
        }
      />
      <AreasSection areas={props.sheet.areas} />
      <LandSection sheet={props.sheet} />
      <OccupantsSection occupants={props.sheet.occupants} open={props.open} />
      <Show when={props.sheet.metrics}>
        {(metrics) => <MetricsSection years={metrics()} grades={props.sheet.grades} />}
      </Show>
      <ContractsSection
        contracts={props.sheet.contracts}
        today={props.sheet.asOf.validOn}
        heldOf={() => ({
          projects: props.sheet.projects,
          areaMu: props.sheet.areas.areaMu,
          latest: props.sheet.metrics?.[0],
        })}
      />
      <ProjectsSection projects={props.sheet.projects} />
      <BuildingsSection buildings={props.sheet.buildings} />
      <HistorySection sheet={props.sheet} onSelect={props.onSelect} />
    </article>
  )
}
