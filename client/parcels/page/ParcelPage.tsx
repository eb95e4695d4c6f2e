import "../../text/record-phrases.ts"
import { createMemo, Match, Show, Switch } from "solid-js"
import { problemOf, type Session } from "../../api.ts"
import { Missing } from "../../record/Missing.tsx"
import type { Places } from "../../record/shapes.ts"
import { useText } from "../../text/language.tsx"
import { Waiting } from "../../ui/Waiting.tsx"
import { createParcel } from "./createParcel.ts"
import { ParcelBody } from "./ParcelBody.tsx"

/** The number in `/parcels/5`; null for anything else. */
const idIn = (path: string): number | null => {
  const [, id] = /^\/parcels\/([1-9]\d{0,9})\/?$/.exec(path) ?? []
  return id ? Number(id) : null
}

/** The permanent page of one parcel. */
export function ParcelPage(props: { session: Session; address: Places }) {
  const id = createMemo(() => idIn(props.address.path()))
  return (
    <Show
      when={id()}
      keyed
      fallback={<Missing what="parcel" told={null} address={props.address} />}
    >
      {(known) => <Known id={known} session={props.session} address={props.address} />}
    </Show>
  )
}

function Known(props: { id: number; session: Session; address: Places }) {
  const { t } = useText()
  const parcel = createParcel(
    () => props.id,
    () => props.address.state.on,
  )
  return (
    <Switch>
      <Match when={parcel.isError}>
        <Missing
          what="parcel"
          told={problemOf(parcel.error)}
          failed
          onRetry={() => void parcel.refetch()}
          address={props.address}
        />
      </Match>
      <Match when={parcel.data}>
        {(data) => (
          <ParcelBody
            parcel={data()}
            session={props.session}
            address={props.address}
            busy={parcel.isFetching}
          />
        )}
      </Match>
      <Match when={parcel.isPending}>
        <main class="full">
          <Waiting>{t("wait.sheet")}</Waiting>
        </main>
      </Match>
    </Switch>
  )
}
