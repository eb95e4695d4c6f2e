import { createMemo, For, type JSX, Match, Show, Switch } from "solid-js"
import { problemOf } from "../api.ts"
import { Link } from "../record/Link.tsx"
import { useText } from "../text/language.tsx"
import { Badge } from "../ui/Badge.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Icon } from "../ui/Icon.tsx"
import { Empty } from "../ui/Notice.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import { createSchemes, createVersion } from "./createSchemes.ts"
import { Difference } from "./Difference.tsx"
import { Marks } from "./Marks.tsx"
import { type Place, writePlace } from "./place.ts"
import { SchemeDocument } from "./SchemeDocument.tsx"
import { type Open, type Rights, type SchemeVersion, TONES } from "./shapes.ts"
import { VersionSteps } from "./VersionSteps.tsx"
import { useSchemeText } from "./useSchemeText.ts"

type VersionPlace = Extract<Place, { screen: "version" }>

/** One version, or a scheme as it comes with the product: what stands in it, and how it came into use. */
export function SchemePage(props: { place: VersionPlace; rights: Rights; open: Open }) {
  const { t } = useText()
  const schemes = createSchemes()
  const version = createVersion(
    () => props.place.id,
    () => props.place.version,
  )
  const shipped = createMemo(() =>
    props.place.version === null
      ? schemes.data?.shipped.find(({ scheme }) => scheme.id === props.place.id)
      : undefined,
  )
  const asked = () => (props.place.version === null ? schemes : version)
  const isGone = () => problemOf(asked().error)?.status === 404 || asked().isSuccess
  return (
    <main class="page">
      <div class="page-main scheme-page">
        <Switch
          fallback={
            <Show
              when={isGone()}
              fallback={
                <Failure told={problemOf(asked().error)} onRetry={() => void asked().refetch()} />
              }
            >
              <Empty
                title={t("scheme.gone")}
                action={
                  <Link class="button" to={writePlace({ screen: "list" })} open={props.open}>
                    {t("scheme.to-list")}
                  </Link>
                }
              />
            </Show>
          }
        >
          <Match when={shipped()}>
            {(found) => (
              <>
                <Head
                  label={found().label}
                  badge={<Badge>{t("scheme.comes-with")}</Badge>}
                  facts={[
                    { label: t("scheme.id"), value: <span class="mono">{found().scheme.id}</span> },
                    {
                      label: t("scheme.source"),
                      value: found().source ?? t("scheme.source.none"),
                    },
                  ]}
                  actions={<Start {...props} main />}
                  open={props.open}
                />
                <SchemeDocument scheme={found().scheme} />
                <Remarks {...found()} />
              </>
            )}
          </Match>
          <Match when={version.data}>{(found) => <Version {...props} version={found()} />}</Match>
          <Match when={asked().isPending}>
            <Waiting>{t("scheme.wait.one")}</Waiting>
          </Match>
        </Switch>
      </div>
    </main>
  )
}

function Version(props: {
  version: SchemeVersion
  place: VersionPlace
  rights: Rights
  open: Open
}) {
  const { t, figures } = useText()
  const text = useSchemeText()
  const version = () => props.version
  return (
    <>
      <Head
        label={version().label}
        badge={
          <>
            <span class="scheme-number">
              {t("scheme.version-of", { version: version().version })}
            </span>
            <Badge tone={TONES[version().state]}>{text.state(version().state)}</Badge>
          </>
        }
        facts={[
          { label: t("scheme.id"), value: <span class="mono">{version().schemeId}</span> },
          { label: t("scheme.basis"), value: version().basis ?? t("scheme.basis.none") },
          {
            label: t("scheme.author"),
            value: `${version().authorName} · ${figures().instant(version().recordedAt)}`,
          },
          ...(version().basedOn
            ? [{ label: t("scheme.based-on"), value: <BasedOn from={version().basedOn!} /> }]
            : []),
        ]}
        actions={
          <>
            <Start {...props} />
            <VersionSteps version={version()} rights={props.rights} />
          </>
        }
        open={props.open}
      />
      <History version={version()} />
      <SchemeDocument scheme={version().scheme} />
      <Remarks {...version()} />
      <Difference version={version()} against={props.place.against} open={props.open} />
    </>
  )
}

/** What a version was made from, as people name it. */
function BasedOn(props: { from: string }) {
  const { t } = useText()
  const parts = () => /^(.*)\/(\d+)$/.exec(props.from)
  return (
    <Show
      when={parts()}
      fallback={
        <>
          <span class="mono">{props.from}</span> {t("scheme.comes-with")}
        </>
      }
    >
      {(found) => (
        <>
          <span class="mono">{found()[1]}</span> {t("scheme.version-of", { version: found()[2]! })}
        </>
      )}
    </Show>
  )
}

function Start(props: { place: VersionPlace; rights: Rights; open: Open; main?: boolean }) {
  const { t } = useText()
  return (
    <Show when={props.rights.writes}>
      <Link
        class={props.main ? "button button-main" : "button"}
        to={writePlace({ screen: "editor", id: props.place.id, version: props.place.version })}
        open={props.open}
      >
        {t("scheme.start")}
      </Link>
    </Show>
  )
}

function Head(props: {
  label: string
  badge: JSX.Element
  facts: readonly { label: string; value: JSX.Element }[]
  actions: JSX.Element
  open: Open
}) {
  const { t } = useText()
  return (
    <header class="scheme-head">
      <Link class="record-back" to={writePlace({ screen: "list" })} open={props.open}>
        <Icon name="left" size={16} />
        {t("scheme.back")}
      </Link>
      <div class="scheme-title">
        <h1>{props.label}</h1>
        {props.badge}
        <div class="page-actions scheme-actions">{props.actions}</div>
      </div>
      <dl class="scheme-facts">
        <For each={props.facts}>
          {(fact) => (
            <div>
              <dt>{fact.label}</dt>
              <dd>{fact.value}</dd>
            </div>
          )}
        </For>
      </dl>
    </header>
  )
}

/** Who took which step, when, and why. */
function History(props: { version: SchemeVersion }) {
  const { t, name, figures } = useText()
  return (
    <Show when={props.version.steps.length > 0}>
      <section class="scheme-block" aria-labelledby="scheme-history">
        <h2 id="scheme-history" class="unseen">
          {t("scheme.history")}
        </h2>
        <ol class="scheme-steps">
          <For each={props.version.steps}>
            {(step) => (
              <li>
                <Badge tone={TONES[step.step]}>{name("scheme-step", step.step)}</Badge>
                <span>{step.actorName}</span>
                <span class="quiet">{figures().instant(step.recordedAt)}</span>
                <Show when={step.why}>
                  {(why) => <span class="scheme-why">{t("scheme.why", { why: why() })}</span>}
                </Show>
              </li>
            )}
          </For>
        </ol>
      </section>
    </Show>
  )
}

function Remarks(props: { published: readonly string[]; assumed: readonly string[] }) {
  const { t } = useText()
  return (
    <section class="scheme-block" aria-labelledby="scheme-remarks">
      <div class="scheme-block-head">
        <h2 id="scheme-remarks">{t("scheme.remarks")}</h2>
        <span class="quiet">{t("scheme.remarks.note")}</span>
      </div>
      <div class="scheme-panel">
        <Marks published={props.published} assumed={props.assumed} />
      </div>
    </section>
  )
}
