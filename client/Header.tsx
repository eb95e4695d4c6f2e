import { DropdownMenu } from "@kobalte/core/dropdown-menu"
import { For, Show } from "solid-js"
import { answer, api, done, type Session } from "./api.ts"
import type { Address } from "./address.ts"
import { Switches } from "./Switches.tsx"
import { useText } from "./text/language.tsx"
import { Badge } from "./ui/Badge.tsx"
import { Icon } from "./ui/Icon.tsx"
import { Mark } from "./ui/Mark.tsx"
import { ViewsButton } from "./views/ViewsButton.tsx"
import { fillScreen } from "./wall/fillScreen.ts"

/** Who may upload something: the roles that write land, firms or projects. */
const IMPORTERS = new Set(["planner", "assessor", "promotion"])

/** Who may know what is suspected. */
const SUSPECTERS = new Set(["planner", "assessor", "lead"])

/** Who assesses, and who decides on it. */
const ASSESSORS = new Set(["assessor", "lead"])

export function Header(props: {
  address: Address
  look: "light" | "dark"
  session: Session
  onSessionChange: () => void
}) {
  const { t } = useText()
  const places = () => [
    ...(props.session.role === "admin"
      ? [{ path: "/accounts", label: t("nav.accounts") }]
      : [
          { path: "/", label: t("nav.map") },
          { path: "/wall", label: t("wall.title") },
        ]),
    ...(ASSESSORS.has(props.session.role ?? "")
      ? [{ path: "/assessment", label: t("nav.assessment") }]
      : []),
    ...(SUSPECTERS.has(props.session.role ?? "") ? [{ path: "/idle", label: t("nav.idle") }] : []),
    ...(IMPORTERS.has(props.session.role ?? "")
      ? [{ path: "/imports", label: t("nav.imports") }]
      : []),
  ]
  const isHere = (path: string) => {
    const here = ["/assessment", "/idle", "/imports"].find((one) =>
      props.address.path().startsWith(one),
    )
    return path === "/wall" ? false : path === (here ?? places()[0]?.path)
  }
  return (
    <header class="header">
      <a
        class="brand"
        href="/"
        onClick={(event) => {
          event.preventDefault()
          props.address.go("/")
        }}
      >
        <Mark />
        <span class="brand-name">{t("brand.name")}</span>
      </a>
      <Show when={props.session.demo}>
        <Badge tone="warn">{t("sample.badge")}</Badge>
      </Show>
      <nav class="nav" aria-label={t("nav.label")}>
        <For each={places()}>
          {(place) => (
            <a
              class="nav-link"
              href={place.path}
              aria-current={isHere(place.path) ? "page" : undefined}
              onClick={(event) => {
                event.preventDefault()
                if (place.path === "/wall") fillScreen()
                props.address.go(place.path)
              }}
            >
              {place.label}
            </a>
          )}
        </For>
      </nav>
      <Show when={props.session.role !== "admin"}>
        <ViewsButton
          session={props.session}
          state={props.address.path() === "/" ? props.address.state : null}
          open={props.address.open}
        />
      </Show>
      <Switches address={props.address} look={props.look} />
      <Person session={props.session} onSessionChange={props.onSessionChange} />
    </header>
  )
}

function Person(props: { session: Session; onSessionChange: () => void }) {
  const { t, figures } = useText()
  const others = () => props.session.roles.filter((role) => role !== props.session.role)
  const signOut = async () => {
    await done(api.session.$delete())
    props.onSessionChange()
  }
  return (
    <DropdownMenu gutter={6} placement="bottom-end">
      <DropdownMenu.Trigger class="person">
        <Icon name="person" />
        <span class="person-name">{props.session.displayName}</span>
        <Show when={props.session.role}>
          {(role) => <span class="person-role">{t(`role.${role()}`)}</span>}
        </Show>
        <Icon name="down" size={14} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content class="menu">
          <For each={others()}>
            {(role) => (
              <DropdownMenu.Item
                class="menu-item"
                onSelect={() =>
                  void answer(api.session.role.$put({ json: { role } })).then(props.onSessionChange)
                }
              >
                {t("person.act-as", { role: t(`role.${role}`) })}
              </DropdownMenu.Item>
            )}
          </For>
          <For each={props.session.grants}>
            {(grant) => (
              <DropdownMenu.Group>
                <DropdownMenu.GroupLabel class="menu-note">
                  {t("person.granted", { until: figures().instant(grant.until) })}
                </DropdownMenu.GroupLabel>
              </DropdownMenu.Group>
            )}
          </For>
          <DropdownMenu.Item class="menu-item" onSelect={() => void signOut()}>
            <Icon name="leave" size={16} />
            {t("person.sign-out")}
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu>
  )
}
