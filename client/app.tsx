import { QueryCache, QueryClient, QueryClientProvider } from "@tanstack/solid-query"
import { createEffect, createMemo, createSignal, Match, onCleanup, Show, Switch } from "solid-js"
import { createSession, SESSION_KEY } from "./accounts/createSession.ts"
import { SignIn } from "./accounts/SignIn.tsx"
import { type Address, createAddress } from "./address.ts"
import { problemOf, Refusal } from "./api.ts"
import { Header } from "./Header.tsx"
import { later } from "./later.tsx"
import { Switches } from "./Switches.tsx"
import { TextProvider, useText } from "./text/language.tsx"
import { Failure } from "./ui/Failure.tsx"
import { Waiting } from "./ui/Waiting.tsx"

// Screens come when they are opened: the map is the largest part by far, and signing in needs none of it.
const Workspace = later(() =>
  import("./views/FittedWorkspace.tsx").then((loaded) => loaded.FittedWorkspace),
)
const OpenView = later(() => import("./views/OpenView.tsx").then((loaded) => loaded.OpenView))
const WallScreen = later(() => import("./wall/WallScreen.tsx").then((loaded) => loaded.WallScreen))
const ParcelPage = later(() =>
  import("./parcels/page/ParcelPage.tsx").then((loaded) => loaded.ParcelPage),
)
const FirmPage = later(() => import("./enterprises/FirmPage.tsx").then((loaded) => loaded.FirmPage))
const ComparePage = later(() =>
  import("./compare/ComparePage.tsx").then((loaded) => loaded.ComparePage),
)
const ImportsScreen = later(() =>
  import("./imports/ImportsScreen.tsx").then((loaded) => loaded.ImportsScreen),
)
const AssessmentScreen = later(() =>
  import("./assessment/AssessmentScreen.tsx").then((loaded) => loaded.AssessmentScreen),
)
const SchemesScreen = later(() =>
  import("./schemes/SchemesScreen.tsx").then((loaded) => loaded.SchemesScreen),
)
const PublicityScreen = later(() =>
  import("./publicity/PublicityScreen.tsx").then((loaded) => loaded.PublicityScreen),
)
const IdleScreen = later(() => import("./idle/IdleScreen.tsx").then((loaded) => loaded.IdleScreen))
const AccountsScreen = later(() =>
  import("./accounts/AccountsScreen.tsx").then((loaded) => loaded.AccountsScreen),
)

/** Whether an address is of a page about parcels or firms, as `/parcels/5`. */
const isRecord = (path: string, kind: "parcels" | "enterprises" | "compare") =>
  path.startsWith(`/${kind}/`)

const PUBLICITY_PATH = /^\/assessment\/\d{4}\/publicity(\/|$)/
const VIEW_PATH = /^\/views\/([0-9a-f-]{36})$/

/** Puts an address in the place of the present one: Back does not come to a link that leads on. */
function replaceAddress(to: string) {
  history.replaceState(null, "", to)
  dispatchEvent(new PopStateEvent("popstate"))
}

const MOST_RETRIES = 2

const isWaiting = (error: unknown) => problemOf(error)?.status === 503

const client = new QueryClient({
  // A session that ended is noticed at the next question: then the sign-in page is due.
  queryCache: new QueryCache({
    onError: (error) => {
      if (problemOf(error)?.status === 401) void client.invalidateQueries({ queryKey: SESSION_KEY })
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      // A server that starts says so with 503: it is asked again until it is there.
      retry: (count, error) =>
        isWaiting(error) ||
        (error instanceof Refusal && error.problem === null && count < MOST_RETRIES),
      retryDelay: 1500,
    },
  },
})

/** Dark or light, as the address asks or else the system. */
function createLook(address: Address) {
  const media = matchMedia("(prefers-color-scheme: dark)")
  const [systemDark, setSystemDark] = createSignal(media.matches)
  const hear = () => setSystemDark(media.matches)
  media.addEventListener("change", hear)
  onCleanup(() => media.removeEventListener("change", hear))
  const look = createMemo(() => address.state.look ?? (systemDark() ? "dark" : "light"))
  createEffect(() => (document.documentElement.dataset["look"] = look()))
  return look
}

export function App() {
  const address = createAddress()
  const look = createLook(address)
  const language = () => address.state.language ?? "zh"
  createEffect(() => (document.documentElement.lang = language() === "zh" ? "zh-CN" : "en"))
  return (
    <QueryClientProvider client={client}>
      <TextProvider language={language()}>
        <Screens address={address} look={look()} />
      </TextProvider>
    </QueryClientProvider>
  )
}

function Screens(props: { address: Address; look: "light" | "dark" }) {
  const { t } = useText()
  const { query, renew } = createSession(client)
  createEffect(() => (document.title = t("brand.title")))
  const isWall = () => props.address.path() === "/wall"

  return (
    <Switch>
      <Match when={query.isPending}>
        <div class="full">
          <Waiting>{query.failureCount > 0 ? t("wait.starting") : t("wait.session")}</Waiting>
        </div>
      </Match>
      <Match when={query.isError}>
        <div class="full">
          <Failure told={problemOf(query.error)} onRetry={() => void query.refetch()} />
        </div>
      </Match>
      <Match when={query.data && !query.data.signedIn}>
        <SignIn
          demo={query.data?.demo ?? false}
          onSignedIn={renew}
          switches={<Switches address={props.address} look={props.look} />}
        />
      </Match>
      <Match when={query.data?.signedIn ? query.data : null}>
        {(session) => (
          // Another role is another person: nothing on screen may stay.
          <Show when={`${session().username} ${session().audience}`} keyed>
            <div class="shell">
              <Show when={!isWall()}>
                <Header
                  address={props.address}
                  look={props.look}
                  session={session()}
                  onSessionChange={renew}
                />
              </Show>
              <Switch
                fallback={
                  <Workspace
                    session={session()}
                    state={props.address.state}
                    change={props.address.change}
                    look={props.look}
                    open={props.address.go}
                  />
                }
              >
                <Match
                  when={isRecord(props.address.path(), "parcels") && session().role !== "admin"}
                >
                  <ParcelPage session={session()} address={props.address} />
                </Match>
                <Match
                  when={isRecord(props.address.path(), "enterprises") && session().role !== "admin"}
                >
                  <FirmPage session={session()} address={props.address} />
                </Match>
                <Match
                  when={isRecord(props.address.path(), "compare") && session().role !== "admin"}
                >
                  <ComparePage address={props.address} />
                </Match>
                <Match when={isWall() && session().role !== "admin"}>
                  <WallScreen
                    session={session()}
                    look={props.look}
                    onLeave={() => props.address.open(props.address.origin() ?? "/")}
                  />
                </Match>
                <Match
                  when={session().role !== "admin" && VIEW_PATH.exec(props.address.path())?.[1]}
                >
                  {(id) => (
                    <OpenView
                      id={id()}
                      state={props.address.state}
                      replace={replaceAddress}
                      onLeave={() => props.address.go("/")}
                    />
                  )}
                </Match>
                <Match
                  when={
                    props.address.path().startsWith("/assessment/schemes") &&
                    session().role !== "admin"
                  }
                >
                  <SchemesScreen session={session()} address={props.address} />
                </Match>
                <Match
                  when={PUBLICITY_PATH.test(props.address.path()) && session().role !== "admin"}
                >
                  <PublicityScreen session={session()} address={props.address} />
                </Match>
                <Match
                  when={
                    props.address.path().startsWith("/assessment") && session().role !== "admin"
                  }
                >
                  <AssessmentScreen session={session()} address={props.address} look={props.look} />
                </Match>
                <Match
                  when={props.address.path().startsWith("/idle") && session().role !== "admin"}
                >
                  <IdleScreen session={session()} address={props.address} />
                </Match>
                <Match when={props.address.path().startsWith("/imports")}>
                  <ImportsScreen
                    session={session()}
                    path={props.address.path()}
                    go={props.address.go}
                  />
                </Match>
                <Match
                  when={session().role === "admin" || props.address.path().startsWith("/accounts")}
                >
                  <AccountsScreen session={session()} />
                </Match>
              </Switch>
            </div>
          </Show>
        )}
      </Match>
    </Switch>
  )
}
