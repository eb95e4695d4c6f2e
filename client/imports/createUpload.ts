import { createSignal, onCleanup } from "solid-js"
import { api, Refusal } from "../api.ts"
import type { Import, UploadKind } from "./shapes.ts"

/** What the file holds, and how it is to be read where that is known. */
export type Reading = { kind: UploadKind } & Partial<
  Record<"crs" | "encoding" | "layer" | "mapping", string>
>

/** Where an upload stands: bytes on their way, then the server reads what it has. */
export type Progress = { stage: "sending"; share: number } | { stage: "reading" }

/**
 * Sends one file as the raw body and tells how far it got; `fetch` tells nothing of the way up.
 * @throws Refusal when the server refuses the file or cannot be reached
 */
export function createUpload() {
  const [progress, setProgress] = createSignal<Progress | null>(null)
  let request: XMLHttpRequest | undefined

  const send = (file: File, parameters: Reading): Promise<{ view: Import; file: File }> =>
    new Promise<{ view: Import; file: File }>((resolve, reject) => {
      const address = api.imports.$path({ query: { ...parameters, filename: file.name } })
      request = new XMLHttpRequest()
      request.open("POST", address)
      request.setRequestHeader("content-type", "application/octet-stream")
      request.responseType = "json"
      request.upload.addEventListener("progress", ({ loaded, total }) =>
        setProgress({ stage: "sending", share: total === 0 ? 1 : loaded / total }),
      )
      request.upload.addEventListener("load", () => setProgress({ stage: "reading" }))
      request.addEventListener("load", () => {
        if (request?.status === 201) resolve({ view: request.response as Import, file })
        else reject(new Refusal(request?.response ?? null))
      })
      request.addEventListener("error", () => reject(new Refusal(null)))
      request.addEventListener("abort", () => reject(new Refusal(null)))
      setProgress({ stage: "sending", share: 0 })
      request.send(file)
    }).finally(() => setProgress(null))

  const cancel = () => request?.abort()
  onCleanup(cancel)
  return { progress, send, cancel }
}
