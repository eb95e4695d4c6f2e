import { byValue, phrase, type Theme, type ThemeClass, UNKNOWN } from "../theme.ts"

const same = (text: string) => ({ zh: text, en: text })

/** Colours that most kinds of colour blindness keep apart; the weak grades carry a pattern as well. */
const GRADES: readonly ThemeClass[] = [
  {
    key: "A",
    code: same("A"),
    label: { zh: "A 类", en: "Grade A" },
    colour: "#1b7837",
    pattern: null,
    filter: "grade = 'A'",
  },
  {
    key: "B",
    code: same("B"),
    label: { zh: "B 类", en: "Grade B" },
    colour: "#7fbf7b",
    pattern: null,
    filter: "grade = 'B'",
  },
  {
    key: "C",
    code: same("C"),
    label: { zh: "C 类", en: "Grade C" },
    colour: "#fdae61",
    pattern: "dots",
    filter: "grade = 'C'",
  },
  {
    key: "D",
    code: same("D"),
    label: { zh: "D 类", en: "Grade D" },
    colour: "#d7191c",
    pattern: "cross",
    filter: "grade = 'D'",
  },
  {
    key: UNKNOWN,
    code: same(""),
    label: { zh: "未评级", en: "Not graded" },
    colour: "#d0cfca",
    dark: "#44494c",
    pattern: "falling",
    filter: "grade IS NULL",
  },
]

export const gradeTheme: Theme = {
  id: "grade",
  mark: "grade",
  title: phrase("theme.grade"),
  needs: ["grade"],
  yearly: true,
  ...byValue("grade", GRADES),
}
