/**
 * Ends the reading of a file as a whole. Thrown only inside the child process and turned into
 * `ReadReport.refused` there. The sentence is Chinese, without the name of the file and without values.
 */
export class Refusal extends Error {
  readonly rule: string
  /** Layers or sheets to choose from, where that is what is asked. */
  readonly layers: string[]
  constructor(rule: string, sentence: string, layers: string[] = []) {
    super(sentence)
    this.name = "Refusal"
    this.rule = rule
    this.layers = layers
  }
}
