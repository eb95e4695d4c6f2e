import "./accounts.css"
import { type JSX, Show } from "solid-js"
import { answer, api, problemOf } from "../api.ts"
import { useText } from "../text/language.tsx"
import { Badge } from "../ui/Badge.tsx"
import { Failure } from "../ui/Failure.tsx"
import { Mark } from "../ui/Mark.tsx"
import { Terraces } from "./Terraces.tsx"
import { createSubmit } from "../ui/createSubmit.ts"

/** The first page: a name and a password. What is wrong with them the server does not tell apart. */
export function SignIn(props: { demo: boolean; onSignedIn: () => void; switches: JSX.Element }) {
  const { t } = useText()
  let password: HTMLInputElement | undefined

  const {
    busy,
    failure,
    submit: signIn,
  } = createSubmit(async (form: HTMLFormElement) => {
    const given = new FormData(form)
    const json = {
      username: String(given.get("username")),
      password: String(given.get("password")),
    }
    await answer(api.session.$post({ json }))
    props.onSignedIn()
  })

  return (
    <main class="sign-in">
      <Terraces />
      <div class="sign-in-side">
        <div class="sign-in-top">{props.switches}</div>
        <form
          class="sign-in-form"
          onSubmit={(event) => {
            event.preventDefault()
            void signIn(event.currentTarget).then((isIn) => isIn || password?.select())
          }}
        >
          <div class="sign-in-head">
            <Mark size={44} />
            <div>
              <h1>{t("brand.name")}</h1>
              <p>{t("brand.line")}</p>
            </div>
          </div>
          <label class="field">
            <span>{t("sign-in.username")}</span>
            <input
              class="input"
              name="username"
              autocomplete="username"
              autocapitalize="none"
              spellcheck={false}
              required
              maxlength="64"
              autofocus
            />
          </label>
          <label class="field">
            <span>{t("sign-in.password")}</span>
            <input
              class="input"
              name="password"
              type="password"
              autocomplete="current-password"
              required
              maxlength="128"
              ref={(input) => (password = input)}
            />
          </label>
          <Show when={failure()}>{(failed) => <Failure told={problemOf(failed().error)} />}</Show>
          <button type="submit" class="button button-main button-large" disabled={busy()}>
            {busy() ? t("sign-in.busy") : t("sign-in.go")}
          </button>
          <Show when={props.demo}>
            <div class="sign-in-demo">
              <Badge tone="warn">{t("sample.badge")}</Badge>
              <p>{t("sign-in.demo")}</p>
            </div>
          </Show>
        </form>
      </div>
    </main>
  )
}
