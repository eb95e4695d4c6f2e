import { createEffect, createSignal, createUniqueId, For, on, Show } from "solid-js"
import { problemOf } from "../api.ts"
import { useText } from "../text/language.tsx"
import { Choice } from "../ui/Choice.tsx"
import { Failure } from "../ui/Failure.tsx"
import { type createComments, createPeople } from "./createComments.ts"
import { findTyped, insertPerson, listMatching, stillNamed, type Typed } from "./mention.ts"
import { type Circle, circlesOf, type Person } from "./shapes.ts"

/** Colleagues that are offered at a time. */
const MOST_OFFERED = 6

/** A comment being written: whom it is for, and colleagues named by @. Ctrl and Enter send it. */
export function WriteComment(props: {
  role: string | null
  write: ReturnType<typeof createComments>["write"]
}) {
  const { t, name } = useText()
  const listId = createUniqueId()
  const circles = () => circlesOf(props.role)
  const [circle, setCircle] = createSignal<Circle>(circles()[0]!)
  const [text, setText] = createSignal("")
  const [chosen, setChosen] = createSignal<readonly Person[]>([])
  const [typed, setTyped] = createSignal<Typed | null>(null)
  const [at, setAt] = createSignal(0)
  const people = createPeople(circle, () => typed() !== null)
  const offered = () => {
    const given = typed()
    return given === null
      ? []
      : listMatching(people.data?.items ?? [], given.text).slice(0, MOST_OFFERED)
  }
  const isOpen = () => offered().length > 0
  createEffect(on(offered, () => setAt(0)))
  let field!: HTMLTextAreaElement

  const look = () => setTyped(findTyped(field.value, field.selectionStart))
  const take = (person: Person | undefined) => {
    const given = typed()
    if (!person || !given) return
    const inserted = insertPerson(text(), given, person)
    setText(inserted.text)
    setChosen((all) => [...all, person])
    setTyped(null)
    field.value = inserted.text
    field.setSelectionRange(inserted.cursor, inserted.cursor)
    field.focus()
  }
  const send = () => {
    const said = text().trim()
    if (said === "" || props.write.isPending) return
    const mentions = stillNamed(said, chosen()).map(({ username }) => username)
    props.write.mutate(
      { text: said, circle: circle(), mentions },
      {
        onSuccess: () => {
          setText("")
          setChosen([])
          setTyped(null)
        },
      },
    )
  }
  const step = (by: number) => setAt((at() + by + offered().length) % offered().length)
  const keys: Record<string, () => void> = {
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    Enter: () => take(offered()[at()]),
    Tab: () => take(offered()[at()]),
    Escape: () => setTyped(null),
  }
  const hear = (event: KeyboardEvent) => {
    if (event.isComposing) return
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      return send()
    }
    const press = isOpen() ? keys[event.key] : undefined
    if (!press) return
    event.preventDefault()
    event.stopPropagation()
    press()
  }

  return (
    <form
      class="write"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <div class="write-field">
        <textarea
          class="input"
          rows="3"
          maxlength="4000"
          ref={(element) => (field = element)}
          aria-label={t("comments.write")}
          aria-autocomplete="list"
          aria-controls={isOpen() ? listId : undefined}
          aria-activedescendant={isOpen() ? `${listId}-${at()}` : undefined}
          placeholder={t("comments.hint")}
          value={text()}
          onInput={(event) => {
            setText(event.currentTarget.value)
            look()
          }}
          onKeyDown={hear}
          onClick={look}
          onBlur={() => setTyped(null)}
        />
        <Show when={isOpen()}>
          <ul class="menu people" role="listbox" id={listId} aria-label={t("comments.people")}>
            <For each={offered()}>
              {(person, place) => (
                <li
                  class="menu-item"
                  role="option"
                  id={`${listId}-${place()}`}
                  aria-selected={place() === at()}
                  data-highlighted={place() === at() ? "" : undefined}
                  // Before the field loses the cursor.
                  onMouseDown={(event) => {
                    event.preventDefault()
                    take(person)
                  }}
                >
                  {person.displayName} <span class="quiet">{person.username}</span>
                </li>
              )}
            </For>
          </ul>
        </Show>
      </div>
      <Show when={props.write.isError}>
        <Failure told={problemOf(props.write.error)} />
      </Show>
      <div class="write-foot">
        <Show
          when={circles().length > 1}
          fallback={
            <span class="quiet">
              {t("comments.circle")}
              {t("colon")}
              {name("circle", circle())}
            </span>
          }
        >
          <Choice
            label={t("comments.circle")}
            value={circle()}
            options={circles().map((value) => ({ value, label: name("circle", value) }))}
            onChange={setCircle}
          />
        </Show>
        <button
          type="submit"
          class="button button-main"
          disabled={text().trim() === "" || props.write.isPending}
        >
          {props.write.isPending ? t("comments.sending") : t("comments.send")}
        </button>
      </div>
    </form>
  )
}
