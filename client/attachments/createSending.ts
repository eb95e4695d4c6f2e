import { createSignal, onCleanup } from "solid-js"
import { api, problemOf, Refusal } from "../api.ts"
import type { Circle, Subject } from "../comments/shapes.ts"
import type { Attachment } from "./shapes.ts"

/** The file on its way: bytes sent so far, then the server looks at what it has. */
export type Sending = { name: string; share: number; stage: "sending" | "checking" }
export type Failed = { name: string; error: unknown }

const isCancelled = (error: unknown) => error === CANCELLED
const CANCELLED = Symbol("cancelled")

/** Sends files one after the other; `fetch` tells nothing of the way up. */
export function createSending(subject: () => Subject, onSent: () => void) {
  const [sending, setSending] = createSignal<Sending | null>(null)
  const [waiting, setWaiting] = createSignal<readonly File[]>([])
  const [failed, setFailed] = createSignal<readonly Failed[]>([])
  let request: XMLHttpRequest | undefined

  const post = (file: File, circle: Circle) =>
    new Promise<Attachment>((resolve, reject) => {
      const { kind, id } = subject()
      const address = api.attachments.$path({
        query: { [kind]: String(id), filename: file.name, circle },
      })
      request = new XMLHttpRequest()
      request.open("POST", address)
      request.setRequestHeader("content-type", "application/octet-stream")
      request.responseType = "json"
      const tell = (share: number, stage: Sending["stage"]) =>
        setSending({ name: file.name, share, stage })
      request.upload.addEventListener("progress", ({ loaded, total }) =>
        tell(total === 0 ? 1 : loaded / total, "sending"),
      )
      request.upload.addEventListener("load", () => tell(1, "checking"))
      request.addEventListener("load", () => {
        if (request?.status === 201) resolve(request.response as Attachment)
        else reject(new Refusal(request?.response ?? null))
      })
      request.addEventListener("error", () => reject(new Refusal(null)))
      request.addEventListener("abort", () => reject(CANCELLED))
      tell(0, "sending")
      request.send(file)
    })

  const send = async (files: readonly File[], circle: Circle) => {
    setFailed([])
    setWaiting((all) => [...all, ...files])
    if (sending()) return
    for (let [file] = waiting(); file; [file] = waiting()) {
      setWaiting((all) => all.slice(1))
      try {
        await post(file, circle)
        onSent()
      } catch (error) {
        if (isCancelled(error)) setWaiting([])
        else setFailed((all) => [...all, { name: file!.name, error }])
      }
    }
    setSending(null)
  }
  /** Stops the file on its way and those behind it. */
  const cancel = () => request?.abort()
  onCleanup(cancel)
  return { sending, waiting, failed, send, cancel, toldOf: ({ error }: Failed) => problemOf(error) }
}
