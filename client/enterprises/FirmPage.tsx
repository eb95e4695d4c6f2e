import "../text/record-phrases.ts"
import { createMemo, Match, Show, Switch } from "solid-js"
import { problemOf, type Session } from "../api.ts"
import { Missing } from "../record/Missing.tsx"
import type { Places } from "../record/shapes.ts"
import { useText } from "../text/language.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import { createFirm } from "./createFirm.ts"
import { FirmBody } from "./FirmBody.tsx"

/** The number in `/enterprises/5`; null for anything else. */
const idIn = (path: string): number | null => {
  const [, id] = /^\/enterprises\/([1-9]\d{0,9})\/?$/.exec(path) ?? []
  return id ? Number(id) : null
}

/** The permanent page of one firm. */
export function FirmPage(props: { session: Session; address: Places }) {
  const id = createMemo(() => idIn(props.address.path()))
  return (
    <Show when={id()} keyed fallback={<Missing what="firm" told={null} address={props.address} />}>
      {(known) => <Known id={known} session={props.session} address={props.address} />}
    </Show>
  )
}

function Known(props: { id: number; session: Session; address: Places }) {
  const { t } = useText()
  const firm = createFirm(() => props.id)
  return (
    <Switch>
      <Match when={firm.isError}>
        <Missing
          what="firm"
          told={problemOf(firm.error)}
          failed
          onRetry={() => void firm.refetch()}
          address={props.address}
        />
      </Match>
      <Match when={firm.data}>
        {(data) => <FirmBody firm={data()} session={props.session} address={props.address} />}
      </Match>
      <Match when={firm.isPending}>
        <main class="full">
          <Waiting>{t("wait.firm")}</Waiting>
        </main>
      </Match>
    </Switch>
  )
}
