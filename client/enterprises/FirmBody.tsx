import "./enterprises.css"
import { createMemo, Show } from "solid-js"
import { legalDayAt } from "../../geodata/days.ts"
import type { Session } from "../api.ts"
import { AttachmentsSection } from "../attachments/AttachmentsSection.tsx"
import { CommentsSection } from "../comments/CommentsSection.tsx"
import { Back } from "../record/Back.tsx"
import { ContractsSection } from "../record/ContractsSection.tsx"
import { createOutlines } from "../record/createOutlines.ts"
import { FlagsSections } from "../record/FlagsSections.tsx"
import { Link } from "../record/Link.tsx"
import { MetricCharts } from "../record/MetricCharts.tsx"
import { ProjectsSection } from "../record/ProjectsSection.tsx"
import { RecordPage } from "../record/RecordPage.tsx"
import type { Firm, OfParcel, Places } from "../record/shapes.ts"
import { useText } from "../text/language.tsx"
import { Icon } from "../ui/Icon.tsx"
import { chartFirm } from "./chartFirm.ts"
import { createComparisons } from "./createFirm.ts"
import { FirmHead } from "./FirmHead.tsx"
import { FirmHistory } from "./FirmHistory.tsx"
import { GradesSection } from "./GradesSection.tsx"
import { LandYears } from "./LandYears.tsx"
import { ParcelsSection } from "./ParcelsSection.tsx"

/** Years of figures that are drawn; each is compared with others by a question of its own. */
const YEARS = 3

/** Everything that an audience may know of one firm, over all its parcels. */
export function FirmBody(props: { firm: Firm; session: Session; address: Places }) {
  const { t, name } = useText()
  const open = (path: string) => props.address.go(path)
  const years = createMemo(() => (props.firm.metrics ?? []).slice(0, YEARS))
  const compared = createComparisons(
    () => props.firm.id,
    () => years().map(({ fiscalYear }) => fiscalYear),
  )
  const charted = createMemo(() =>
    chartFirm(
      years(),
      compared.flatMap(({ data }) => data?.comparison ?? []),
      name,
    ),
  )
  const outlines = createOutlines(() => props.firm.parcels.map(({ id }) => id))
  const parcelOf = ({ parcelId }: OfParcel) => props.firm.parcels.find(({ id }) => id === parcelId)
  const placeOf = (one: OfParcel) => (
    <Show when={parcelOf(one)}>
      {(parcel) => (
        <span class="quiet">
          <Link to={`/parcels/${parcel().id}`} open={open}>
            {t("firm.parcel-of", { name: parcel().name ?? t("parcel.unnamed") })}
          </Link>
        </span>
      )}
    </Show>
  )
  const subject = () => ({ kind: "enterprise" as const, id: props.firm.id })
  return (
    <RecordPage
      kind={t("page.firm")}
      title={props.firm.name}
      code={props.firm.creditCode}
      discussed
      back={<Back address={props.address} />}
      actions={
        <Link class="button" to={`/compare/enterprises/${props.firm.id}`} open={open}>
          <Icon name="compare" size={16} />
          {t("page.compare")}
        </Link>
      }
      head={<FirmHead firm={props.firm} demo={props.session.demo} />}
    >
      <ParcelsSection firm={props.firm} outlines={outlines} open={open} />
      <Show when={props.firm.land}>
        {(land) => <LandYears land={land()} parcels={props.firm.parcels} />}
      </Show>
      <Show when={props.firm.metrics}>
        <MetricCharts
          of="firm"
          charted={charted()}
          industry={props.firm.comparison?.industry}
          waiting={compared.some(({ isPending }) => isPending)}
        />
      </Show>
      <GradesSection
        firmId={props.firm.id}
        grades={props.firm.grades}
        audience={props.session.audience}
        open={open}
      />
      <FlagsSections
        suspected={props.firm.suspected}
        determined={props.firm.determined}
        placeOf={placeOf}
      />
      <ContractsSection
        contracts={props.firm.contracts}
        today={legalDayAt(new Date())}
        heldOf={({ parcelId }) => ({
          projects: props.firm.projects.filter((project) => project.parcelId === parcelId),
          areaMu: parcelOf(parcelId === undefined ? {} : { parcelId })?.areaMu ?? null,
          latest: undefined,
        })}
        placeOf={placeOf}
      />
      <ProjectsSection projects={props.firm.projects} placeOf={placeOf} />
      <FirmHistory firm={props.firm} />
      <AttachmentsSection subject={subject()} role={props.session.role} />
      <CommentsSection subject={subject()} role={props.session.role} />
    </RecordPage>
  )
}
