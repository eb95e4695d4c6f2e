import { createMemo, For, Match, Show, Switch } from "solid-js"
import { problemOf } from "../api.ts"
import { Link } from "../record/Link.tsx"
import { useText } from "../text/language.tsx"
import { Badge } from "../ui/Badge.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Waiting } from "../ui/Waiting.tsx"
import { createRuleSets } from "./createIdle.ts"
import { DeskFrame } from "./DeskFrame.tsx"
import { writePlace } from "./place.ts"
import { RuleMarks } from "./RuleMarks.tsx"
import { type Open, type Rights, RULE_TONES, type RuleSetList } from "./shapes.ts"
import { useIdleText } from "./useIdleText.ts"

/** Rule sets: those in force, every version with where it stands, and what comes with the product. */
export function RulesPage(props: { rights: Rights; open: Open; openMap: Open }) {
  const { t } = useText()
  const ruleSets = createRuleSets()
  return (
    <DeskFrame
      current="rules"
      rights={props.rights}
      open={props.open}
      openMap={props.openMap}
      actions={
        <Show when={props.rights.writesRules}>
          <Link
            class="button button-main"
            to={writePlace({ screen: "editor", id: null, version: null })}
            open={props.open}
          >
            {t("idle.rule.new")}
          </Link>
        </Show>
      }
    >
      <p class="note">{t("idle.note.rules")}</p>
      <Switch>
        <Match when={ruleSets.isError}>
          <Failure told={problemOf(ruleSets.error)} onRetry={() => void ruleSets.refetch()} />
        </Match>
        <Match when={ruleSets.isPending}>
          <Waiting>{t("idle.wait")}</Waiting>
        </Match>
        <Match when={ruleSets.data}>
          {(list) => (
            <>
              <InForce list={list()} {...props} />
              <Versions list={list()} {...props} />
              <Shipped list={list()} {...props} />
            </>
          )}
        </Match>
      </Switch>
    </DeskFrame>
  )
}

type Given = { list: RuleSetList; rights: Rights; open: Open }

function InForce(props: Given) {
  const { t } = useText()
  const text = useIdleText()
  const versionOf = (id: string, version: number) =>
    props.list.items.some((one) => one.ruleSetId === id && one.version === version) ? version : null
  return (
    <section class="idle-block" aria-labelledby="idle-in-force">
      <div class="idle-block-head">
        <h2 id="idle-in-force">{t("idle.rules.in-force")}</h2>
      </div>
      <div class="idle-frame">
        <table class="table table-wide">
          <caption class="unseen">{t("idle.rules.in-force")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("flags.rule-set")}</th>
              <th scope="col">{t("idle.rule.version")}</th>
              <th scope="col">{t("idle.rule.from")}</th>
              <th scope="col">{t("idle.rule.basis")}</th>
            </tr>
          </thead>
          <tbody>
            <For each={props.list.inForce}>
              {(one) => (
                <tr>
                  <th scope="row">
                    <Link
                      class="idle-name"
                      to={writePlace({
                        screen: "rule",
                        id: one.ruleSetId,
                        version: versionOf(one.ruleSetId, one.version),
                        against: null,
                      })}
                      open={props.open}
                    >
                      {text.ruleSet(one.ruleSetId)}
                    </Link>
                    <span class="quiet block mono">{one.ruleSetId}</span>
                  </th>
                  <td>{t("idle.rule.version-of", { version: one.version })}</td>
                  <td class="idle-still">{one.validFrom}</td>
                  <td>{one.note}</td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </div>
    </section>
  )
}

function Versions(props: Given) {
  const { t, name, figures } = useText()
  // What waits for somebody stands first; of the same, the latest.
  const inOrder = createMemo(() =>
    props.list.items.toSorted(
      (a, b) =>
        Number(b.state === "submitted") - Number(a.state === "submitted") ||
        b.recordedAt.localeCompare(a.recordedAt),
    ),
  )
  return (
    <Show when={props.list.items.length > 0}>
      <section class="idle-block" aria-labelledby="idle-versions">
        <div class="idle-block-head">
          <h2 id="idle-versions">{t("idle.rules.versions")}</h2>
        </div>
        <div class="idle-frame">
          <table class="table table-wide">
            <caption class="unseen">{t("idle.rules.versions")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("idle.rule.label")}</th>
                <th scope="col">{t("idle.rule.version")}</th>
                <th scope="col">{t("idle.rule.state")}</th>
                <th scope="col">{t("idle.rule.basis")}</th>
                <th scope="col">{t("idle.rule.author")}</th>
              </tr>
            </thead>
            <tbody>
              <For each={inOrder()}>
                {(one) => (
                  <tr>
                    <th scope="row">
                      <Link
                        class="idle-name"
                        to={writePlace({
                          screen: "rule",
                          id: one.ruleSetId,
                          version: one.version,
                          against: null,
                        })}
                        open={props.open}
                      >
                        {one.label}
                      </Link>
                      <span class="quiet block mono">{one.ruleSetId}</span>
                    </th>
                    <td class="idle-still">
                      {t("idle.rule.version-of", { version: one.version })}
                    </td>
                    <td class="idle-still">
                      <Badge tone={RULE_TONES[one.state]}>{name("rule-state", one.state)}</Badge>{" "}
                      <Show when={one.inForce}>
                        <Badge tone="good">{t("idle.rule.in-force")}</Badge>
                      </Show>
                    </td>
                    <td>{one.basis ?? t("idle.rule.basis.none")}</td>
                    <td>
                      {one.authorName}
                      <span class="quiet block">{figures().instant(one.recordedAt)}</span>
                    </td>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        </div>
      </section>
    </Show>
  )
}

function Shipped(props: Given) {
  const { t } = useText()
  return (
    <section class="idle-block" aria-labelledby="idle-shipped">
      <div class="idle-block-head">
        <h2 id="idle-shipped">{t("idle.rules.shipped")}</h2>
        <span class="quiet">{t("idle.rules.shipped.note")}</span>
      </div>
      <ul class="idle-rule-cards">
        <For each={props.list.shipped}>
          {(one) => (
            <li class="idle-panel">
              <header class="idle-flag-head">
                <h3>{one.label}</h3>
                <Show when={props.rights.writesRules}>
                  <div class="page-actions idle-actions">
                    <Link
                      class="button"
                      to={writePlace({ screen: "editor", id: one.ruleSet.id, version: null })}
                      open={props.open}
                    >
                      <span aria-hidden="true">{t("idle.rule.start")}</span>
                      <span class="unseen">{t("idle.rule.start-of", { name: one.label })}</span>
                    </Link>
                  </div>
                </Show>
              </header>
              <p class="quiet">
                {t("idle.rule.source")}
                {t("colon")}
                {one.source}
              </p>
              <RuleMarks published={one.published} assumed={one.assumed} />
            </li>
          )}
        </For>
      </ul>
    </section>
  )
}
