import { createMemo, For, Match, Show, Switch } from "solid-js"
import { problemOf } from "../api.ts"
import { Link } from "../record/Link.tsx"
import { useText } from "../text/language.tsx"
import { Badge } from "../ui/Badge.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Icon } from "../ui/Icon.tsx"
import { Empty } from "../ui/Notice.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import { createSchemes } from "./createSchemes.ts"
import { Marks } from "./Marks.tsx"
import { writePlace } from "./place.ts"
import { type Open, type Rights, type SchemeHead, type Shipped, TONES } from "./shapes.ts"
import { useSchemeText } from "./useSchemeText.ts"

/** Versions with where each stands, and what comes with the product to start from. */
export function SchemeListPage(props: { rights: Rights; open: Open }) {
  const { t } = useText()
  const schemes = createSchemes()
  return (
    <main class="page">
      <div class="page-main scheme-page">
        <header class="scheme-head">
          <Link class="record-back" to="/assessment" open={props.open}>
            <Icon name="left" size={16} />
            {t("scheme.back-board")}
          </Link>
          <h1>{t("scheme.title")}</h1>
          <p class="lead">{t("scheme.lead")}</p>
        </header>
        <Switch>
          <Match when={schemes.isError}>
            <Failure told={problemOf(schemes.error)} onRetry={() => void schemes.refetch()} />
          </Match>
          <Match when={schemes.isPending}>
            <Waiting>{t("scheme.wait")}</Waiting>
          </Match>
          <Match when={schemes.data}>
            {(data) => (
              <>
                <Versions heads={data().items} {...props} />
                <section class="scheme-block" aria-labelledby="scheme-shipped">
                  <div class="scheme-block-head">
                    <h2 id="scheme-shipped">{t("scheme.shipped")}</h2>
                    <span class="quiet">{t("scheme.shipped.note")}</span>
                  </div>
                  <ul class="scheme-cards">
                    <For each={data().shipped}>
                      {(shipped) => <ShippedCard shipped={shipped} {...props} />}
                    </For>
                  </ul>
                </section>
              </>
            )}
          </Match>
        </Switch>
      </div>
    </main>
  )
}

function Versions(props: { heads: readonly SchemeHead[]; rights: Rights; open: Open }) {
  const { t, figures } = useText()
  const text = useSchemeText()
  // What waits for somebody stands first; of the same, the latest.
  const inOrder = createMemo(() =>
    [...props.heads].sort(
      (a, b) =>
        Number(b.state === "submitted") - Number(a.state === "submitted") ||
        b.recordedAt.localeCompare(a.recordedAt),
    ),
  )
  return (
    <section class="scheme-block" aria-labelledby="scheme-versions">
      <div class="scheme-block-head">
        <h2 id="scheme-versions">{t("scheme.versions")}</h2>
        <span class="quiet">{t("scheme.count", { count: props.heads.length })}</span>
      </div>
      <Show
        when={props.heads.length > 0}
        fallback={<Empty title={t("scheme.none")}>{t("scheme.none.help")}</Empty>}
      >
        <div class="scheme-frame">
          <table class="table table-wide scheme-versions">
            <caption class="unseen">{t("scheme.versions")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("scheme.label")}</th>
                <th scope="col">{t("scheme.version")}</th>
                <th scope="col">{t("scheme.state")}</th>
                <th scope="col">{t("scheme.year")}</th>
                <th scope="col">{t("scheme.stratum")}</th>
                <th scope="col">{t("scheme.method")}</th>
                <th scope="col">{t("scheme.author")}</th>
                <Show when={props.rights.writes}>
                  <th scope="col">{t("scheme.act")}</th>
                </Show>
              </tr>
            </thead>
            <tbody>
              <For each={inOrder()}>
                {(head) => <VersionRow head={head} {...props} figures={figures()} text={text} />}
              </For>
            </tbody>
          </table>
        </div>
      </Show>
    </section>
  )
}

function VersionRow(props: {
  head: SchemeHead
  rights: Rights
  open: Open
  figures: ReturnType<ReturnType<typeof useText>["figures"]>
  text: ReturnType<typeof useSchemeText>
}) {
  const { t, name } = useText()
  const place = () => ({ id: props.head.schemeId, version: props.head.version })
  const named = () =>
    `${props.head.label} ${t("scheme.version-of", { version: props.head.version })}`
  return (
    <tr>
      <th scope="row">
        <Link
          to={writePlace({ screen: "version", against: null, ...place() })}
          open={props.open}
          class="scheme-name"
        >
          {props.head.label}
        </Link>
        <span class="quiet block mono">{props.head.schemeId}</span>
      </th>
      <td class="scheme-still">{t("scheme.version-of", { version: props.head.version })}</td>
      <td>
        <Badge tone={TONES[props.head.state]}>{props.text.state(props.head.state)}</Badge>
      </td>
      <td>{props.head.fiscalYear}</td>
      <td>{props.text.stratum(props.head.stratum)}</td>
      <td>{name("scheme-method", props.head.method)}</td>
      <td>
        {props.head.authorName}
        <span class="quiet block">{props.figures.instant(props.head.recordedAt)}</span>
      </td>
      <Show when={props.rights.writes}>
        <td class="scheme-still">
          <Link to={writePlace({ screen: "editor", ...place() })} open={props.open}>
            <span aria-hidden="true">{t("scheme.start")}</span>
            <span class="unseen">{t("scheme.start-of", { name: named() })}</span>
          </Link>
        </td>
      </Show>
    </tr>
  )
}

function ShippedCard(props: { shipped: Shipped; rights: Rights; open: Open }) {
  const { t, name } = useText()
  const text = useSchemeText()
  const scheme = () => props.shipped.scheme
  const place = () => ({ id: scheme().id, version: null })
  return (
    <li class="scheme-card">
      <div class="scheme-card-head">
        <h3>
          <Link
            to={writePlace({ screen: "version", against: null, ...place() })}
            open={props.open}
            class="scheme-name"
          >
            {props.shipped.label}
          </Link>
        </h3>
        <Show when={props.rights.writes}>
          <Link class="button" to={writePlace({ screen: "editor", ...place() })} open={props.open}>
            <span aria-hidden="true">{t("scheme.start")}</span>
            <span class="unseen">
              {t("scheme.start-of", {
                name: `${props.shipped.label} ${text.stratum(scheme().stratum)}`,
              })}
            </span>
          </Link>
        </Show>
      </div>
      <p class="scheme-card-line">
        <span>{text.stratum(scheme().stratum)}</span>
        <span>{name("scheme-method", scheme().method)}</span>
        <span>{t("scheme.year-of", { year: scheme().fiscalYear })}</span>
        <span>{t("scheme.indicators-of", { count: scheme().indicators.length })}</span>
      </p>
      <p class="quiet">
        {t("scheme.source")}
        {t("colon")}
        {props.shipped.source ?? t("scheme.source.none")}
      </p>
      <Marks published={props.shipped.published} assumed={props.shipped.assumed} />
    </li>
  )
}
