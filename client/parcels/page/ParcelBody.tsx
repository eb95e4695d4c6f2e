import { createMemo, Show } from "solid-js"
import { legalDayAt } from "../../../geodata/days.ts"
import type { Session } from "../../api.ts"
import { AttachmentsSection } from "../../attachments/AttachmentsSection.tsx"
import { CommentsSection } from "../../comments/CommentsSection.tsx"
import { Back } from "../../record/Back.tsx"
import { ContractsSection } from "../../record/ContractsSection.tsx"
import { FlagsSections } from "../../record/FlagsSections.tsx"
import { Link } from "../../record/Link.tsx"
import { MetricCharts } from "../../record/MetricCharts.tsx"
import { ProjectsSection } from "../../record/ProjectsSection.tsx"
import { RecordPage } from "../../record/RecordPage.tsx"
import type { Parcel, Places } from "../../record/shapes.ts"
import { useText } from "../../text/language.tsx"
import { Icon } from "../../ui/Icon.tsx"
import { AreasSection } from "../sheet/AreasSection.tsx"
import { HistorySection } from "../sheet/HistorySection.tsx"
import { LandSection } from "../sheet/LandSection.tsx"
import { ParcelHead } from "../sheet/ParcelHead.tsx"
import { AsOf, AsOfBanner } from "./AsOf.tsx"
import { CasesSection } from "./CasesSection.tsx"
import { chartParcel } from "./chartParcel.ts"
import { createPeers } from "./createParcel.ts"
import { FloorStacks } from "./FloorStacks.tsx"
import { NeighboursSection } from "./NeighboursSection.tsx"
import { OccupancyStrip } from "./OccupancyStrip.tsx"

/** Years of figures that are drawn. */
const YEARS = 5

/** Everything that an audience may know of one parcel, section by section. */
export function ParcelBody(props: {
  parcel: Parcel
  session: Session
  address: Places
  busy: boolean
}) {
  const { t, name } = useText()
  const on = () => props.address.state.on
  const open = (path: string) =>
    props.address.go(path, path.startsWith("/parcels/") ? { on: on() } : {})
  const seesFigures = () => props.parcel.metrics !== undefined
  const peers = createPeers(() => props.parcel.id, seesFigures)
  const charted = createMemo(() =>
    chartParcel((props.parcel.metrics ?? []).slice(0, YEARS), peers.data?.items ?? [], name),
  )
  const subject = () => ({ kind: "parcel" as const, id: props.parcel.id })
  return (
    <RecordPage
      kind={t("page.parcel")}
      title={props.parcel.name ?? t("parcel.unnamed")}
      code={props.parcel.parcelCode}
      discussed
      back={<Back address={props.address} />}
      actions={
        <>
          <AsOf
            day={on()}
            first={props.parcel.versions.flatMap(({ validFrom }) => validFrom ?? []).sort()[0]}
            onChange={(day) => props.address.change({ on: day }, "push")}
          />
          <Link class="button" to={`/compare/parcels/${props.parcel.id}`} open={open}>
            <Icon name="compare" size={16} />
            {t("page.compare")}
          </Link>
        </>
      }
      head={<ParcelHead parcel={props.parcel} demo={props.session.demo} />}
    >
      <AsOfBanner
        day={on()}
        busy={props.busy}
        onToday={() => props.address.change({ on: null }, "push")}
      />
      <NeighboursSection parcel={props.parcel} day={on()} open={open} />
      <AreasSection areas={props.parcel.areas} />
      <LandSection sheet={props.parcel} />
      <FlagsSections
        suspected={props.parcel.suspected}
        determined={props.parcel.determined}
        toCase={
          props.parcel.suspected ? { to: `/idle/parcels/${props.parcel.id}`, open } : undefined
        }
      />
      <OccupancyStrip parcel={props.parcel} open={open} />
      <Show when={seesFigures()}>
        <MetricCharts
          of="parcel"
          charted={charted()}
          industry={peers.data?.items[0]?.industry}
          waiting={peers.isPending}
        />
      </Show>
      <ContractsSection
        contracts={props.parcel.contracts}
        today={legalDayAt(new Date())}
        heldOf={() => ({
          projects: props.parcel.projects,
          areaMu: props.parcel.areas.areaMu,
          latest: props.parcel.metrics?.[0],
        })}
      />
      <ProjectsSection projects={props.parcel.projects} />
      <FloorStacks buildings={props.parcel.buildings} />
      <CasesSection cases={props.parcel.cases} deals={props.parcel.deals} />
      <HistorySection sheet={props.parcel} onSelect={(id) => open(`/parcels/${id}`)} />
      <AttachmentsSection subject={subject()} role={props.session.role} />
      <CommentsSection subject={subject()} role={props.session.role} />
    </RecordPage>
  )
}
