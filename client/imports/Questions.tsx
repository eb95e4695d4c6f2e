import { For, Match, Switch } from "solid-js"
import { useText } from "../text/language.tsx"
import { Icon } from "../ui/Icon.tsx"
import { crsName } from "./crsName.ts"
import type { Question } from "./shapes.ts"

export type Answers = {
  crs: number | null
  encoding: string | null
  /** Field to column. */
  mapping: Record<string, string>
  /** Rules that were read and accepted. */
  confirm: string[]
}

/** The field that a mapping question wants a column for. */
const fieldOf = ({ candidates }: Question): string | undefined =>
  candidates[0] === undefined ? undefined : String(candidates[0])

/** Whether a question has its answer. */
export function isAnswered(question: Question, answers: Answers): boolean {
  switch (question.answer) {
    case "crs":
      return answers.crs !== null
    case "encoding":
      return answers.encoding !== null
    case "mapping": {
      const field = fieldOf(question)
      return field !== undefined && answers.mapping[field] !== undefined
    }
    case "confirm":
      return answers.confirm.includes(question.rule)
  }
}

/** Whether the answer changes how the file is read, so that it must be looked at again. */
export const needsReading = ({ answer }: Question): boolean => answer !== "confirm"

/** Encodings that Chinese tables come in. */
const ENCODINGS = ["utf-8", "gb18030", "big5"]

/** What the file leaves open. Nothing is guessed: without an answer nothing is written. */
export function Questions(props: {
  questions: readonly Question[]
  columns: readonly string[]
  answers: Answers
  onAnswer: (changes: Partial<Answers>) => void
}) {
  const { t } = useText()
  return (
    <section class="questions" aria-label={t("imports.questions")}>
      <h2>
        <Icon name="warning" size={18} />
        {t("imports.questions")}
      </h2>
      <For each={props.questions}>
        {(question) => (
          <fieldset
            class="question"
            data-answered={isAnswered(question, props.answers) ? "" : undefined}
          >
            <legend>{question.message}</legend>
            <Switch>
              <Match when={question.answer === "crs"}>
                <CrsAnswer
                  candidates={question.candidates.map(Number)}
                  chosen={props.answers.crs}
                  onChoose={(crs) => props.onAnswer({ crs })}
                />
              </Match>
              <Match when={question.answer === "encoding"}>
                <Radios
                  name={question.rule}
                  values={ENCODINGS}
                  chosen={props.answers.encoding}
                  onChoose={(encoding) => props.onAnswer({ encoding })}
                />
              </Match>
              <Match when={question.answer === "mapping" ? fieldOf(question) : undefined}>
                {(field) => (
                  <Radios
                    name={field()}
                    values={props.columns}
                    chosen={props.answers.mapping[field()] ?? null}
                    onChoose={(column) =>
                      props.onAnswer({ mapping: { ...props.answers.mapping, [field()]: column } })
                    }
                  />
                )}
              </Match>
              <Match when={question.answer === "confirm"}>
                <label class="check">
                  <input
                    type="checkbox"
                    checked={props.answers.confirm.includes(question.rule)}
                    onChange={(event) =>
                      props.onAnswer({
                        confirm: event.currentTarget.checked
                          ? [...props.answers.confirm, question.rule]
                          : props.answers.confirm.filter((rule) => rule !== question.rule),
                      })
                    }
                  />
                  <span>{t("imports.confirm")}</span>
                </label>
              </Match>
            </Switch>
          </fieldset>
        )}
      </For>
    </section>
  )
}

const Radios = (props: {
  name: string
  values: readonly string[]
  chosen: string | null
  onChoose: (value: string) => void
}) => (
  <div class="radios">
    <For each={props.values}>
      {(value) => (
        <label class="check">
          <input
            type="radio"
            name={`answer-${props.name}`}
            checked={value === props.chosen}
            onChange={() => props.onChoose(value)}
          />
          <span>{value}</span>
        </label>
      )}
    </For>
  </div>
)

/** EPSG codes have four to six digits. */
const CODE = /^\d{4,6}$/

function CrsAnswer(props: {
  candidates: readonly number[]
  chosen: number | null
  onChoose: (crs: number | null) => void
}) {
  const { t, pick } = useText()
  return (
    <div class="radios">
      <For each={props.candidates}>
        {(epsg) => (
          <label class="check">
            <input
              type="radio"
              name="answer-crs"
              checked={epsg === props.chosen}
              onChange={() => props.onChoose(epsg)}
            />
            <span>
              {pick(crsName(epsg))} <span class="quiet">EPSG:{epsg}</span>
            </span>
          </label>
        )}
      </For>
      <label class="field field-inline">
        <span>{t("imports.crs.other")}</span>
        <input
          class="input"
          inputmode="numeric"
          placeholder="4527"
          maxlength="6"
          onInput={(event) => {
            const text = event.currentTarget.value.trim()
            props.onChoose(CODE.test(text) ? Number(text) : null)
          }}
        />
      </label>
    </div>
  )
}
