import { createMemo, createSignal, For, Show } from "solid-js"
import { NONE, toBeijing } from "../text/figures.ts"
import { useText } from "../text/language.tsx"
import type { Publicity, ShownFirm } from "./shapes.ts"
import { useStrata } from "./useStrata.ts"

/** The notice as it hangs on the wall: what is shown, until when, and who hears objections. */
export function PostedNotice(props: { shown: Publicity }) {
  const { t, name, figures } = useText()
  const stratumOf = useStrata()
  const [wanted, setWanted] = createSignal("")
  const isAreas = () => props.shown.subject === "areas"
  const fits = (firm: ShownFirm) => {
    const text = wanted().trim().toLowerCase()
    return (
      text === "" ||
      firm.name.toLowerCase().includes(text) ||
      firm.creditCode.toLowerCase().includes(text)
    )
  }
  const found = createMemo(() => props.shown.content.filter(fits).length)
  const mu = (value: string | null | undefined) => figures().fixed(value, 2)
  return (
    <section class="publicity-block" aria-labelledby="publicity-notice">
      <div class="publicity-block-head publicity-unprinted">
        <h2>{t("publicity.posted")}</h2>
        <span class="quiet">
          {t("publicity.found", { count: found(), all: props.shown.firms })}
        </span>
        <input
          class="input publicity-search"
          type="search"
          aria-label={t("publicity.search")}
          placeholder={t("publicity.search")}
          maxlength="64"
          value={wanted()}
          onInput={(event) => setWanted(event.currentTarget.value)}
        />
      </div>
      <article class="publicity-notice">
        <h2 id="publicity-notice" class="publicity-notice-title">
          {t(`publicity.notice.${props.shown.subject}`, { year: props.shown.fiscalYear })}
        </h2>
        <p class="publicity-notice-text">
          {t(`publicity.notice.text.${props.shown.subject}`, {
            year: props.shown.fiscalYear,
            count: figures().count(props.shown.firms),
            from: toBeijing(props.shown.opensAt),
            to: toBeijing(props.shown.closesAt),
          })}
        </p>
        <table class="table publicity-firms">
          <caption class="unseen">{name("publicity-subject", props.shown.subject)}</caption>
          <thead>
            <tr>
              <th scope="col" class="number">
                {t("publicity.place")}
              </th>
              <th scope="col">{t("publicity.firm")}</th>
              <th scope="col">{t("publicity.credit-code")}</th>
              <Show
                when={isAreas()}
                fallback={
                  <>
                    <th scope="col">{t("scheme.stratum")}</th>
                    <th scope="col">{t("scheme.grade")}</th>
                  </>
                }
              >
                <th scope="col" class="number">
                  {t("publicity.owned")}
                </th>
                <th scope="col" class="number">
                  {t("publicity.leased-in")}
                </th>
                <th scope="col" class="number">
                  {t("publicity.leased-out")}
                </th>
                <th scope="col" class="number">
                  {t("publicity.land")}
                </th>
              </Show>
            </tr>
          </thead>
          <tbody>
            <For each={props.shown.content}>
              {(firm, index) => (
                <tr data-off={fits(firm) ? undefined : ""}>
                  <td class="number">{index() + 1}</td>
                  <th scope="row">{firm.name}</th>
                  <td class="mono">{firm.creditCode}</td>
                  <Show
                    when={isAreas()}
                    fallback={
                      <>
                        <td>{stratumOf(firm.schemeId)}</td>
                        <td>
                          <Grade firm={firm} />
                        </td>
                      </>
                    }
                  >
                    <td class="number">{mu(firm.ownedMu)}</td>
                    <td class="number">{mu(firm.leasedInMu)}</td>
                    <td class="number">{mu(firm.leasedOutMu)}</td>
                    <td class="number">
                      <b>{mu(firm.landMu)}</b>
                    </td>
                  </Show>
                </tr>
              )}
            </For>
          </tbody>
        </table>
        <dl class="publicity-notice-foot">
          <div>
            <dt>{t("publicity.office")}</dt>
            <dd>{props.shown.office}</dd>
          </div>
          <div>
            <dt>{t("publicity.contact")}</dt>
            <dd>{props.shown.contact}</dd>
          </div>
          <div>
            <dt>{t("publicity.window")}</dt>
            <dd>
              {t("publicity.window-of", {
                from: toBeijing(props.shown.opensAt),
                to: toBeijing(props.shown.closesAt),
              })}
              <span class="quiet block">{props.shown.term}</span>
            </dd>
          </div>
        </dl>
      </article>
    </section>
  )
}

/** A firm's grade, or why it has none. */
const Grade = (props: { firm: ShownFirm }) => {
  const { name } = useText()
  const without = () =>
    props.firm.ratingClass && props.firm.ratingClass !== "rated"
      ? name("rating-class", props.firm.ratingClass)
      : NONE
  return (
    <Show when={props.firm.grade} fallback={<span class="none">{without()}</span>}>
      {(grade) => <b class={`grade grade-${grade()}`}>{grade()}</b>}
    </Show>
  )
}
