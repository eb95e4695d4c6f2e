import { For, Match, Show, Switch } from "solid-js"
import type { NoticeText } from "../../server/notices/parts.rules.ts"
import { useText } from "../text/language.tsx"

/** A document as it is printed; a draft says in its number's place that it has none. */
export function NoticePaper(props: { text: NoticeText }) {
  const { t } = useText()
  return (
    <article class="notice-paper" lang="zh-CN" aria-label={props.text.title}>
      <h3 class="notice-title">{props.text.title}</h3>
      <p class="notice-number" data-draft={props.text.number === null ? "" : undefined}>
        {props.text.number ?? t("notice.no-number")}
      </p>
      <Show when={props.text.addressee !== null}>
        <p>{props.text.addressee || "　　"}：</p>
      </Show>
      <For each={props.text.blocks}>
        {(block) => (
          <Switch>
            <Match when={block.kind === "heading" && block}>
              {(heading) => <h4 class="notice-heading">{heading().text}</h4>}
            </Match>
            <Match when={block.kind === "paragraph" && block}>
              {(paragraph) => (
                <For each={paragraph().text.split("\n")}>
                  {(part) => <p class="notice-text">{part}</p>}
                </For>
              )}
            </Match>
            <Match when={block.kind === "items" && block}>
              {(items) => (
                <For each={items().texts}>{(item) => <p class="notice-text">{item}</p>}</For>
              )}
            </Match>
            <Match when={block.kind === "facts" && block}>
              {(facts) => (
                <table class="notice-facts">
                  <tbody>
                    <For each={facts().facts}>
                      {([name, value]) => (
                        <tr>
                          <th scope="row">{name}</th>
                          <td>{value}</td>
                        </tr>
                      )}
                    </For>
                  </tbody>
                </table>
              )}
            </Match>
          </Switch>
        )}
      </For>
      <div class="notice-signers" data-several={props.text.signers.length > 1 ? "" : undefined}>
        <For each={props.text.signers}>
          {({ role, name }) => <p>{role === "" ? name : `${role}：${name}`}</p>}
        </For>
      </div>
      <p class="notice-day">{props.text.day}</p>
      <Show when={props.text.copies}>
        {(copies) => (
          <p class="notice-copies">
            {"抄送："}
            {copies()}
          </p>
        )}
      </Show>
    </article>
  )
}
