import { parseArgs } from "node:util"
import { ConfigError, readConfig } from "./config.ts"
import { PRIVILEGES } from "./accounts/matrix.ts"
import { openEmbedded } from "./db/database.ts"
import { DatabaseUnusable } from "./db/failure.ts"
import { DirectoryHeld, lockDirectory } from "./db/lock.ts"
import { backupServer, readArchive, restoreServer, writeArchive } from "./operator/archive.ts"
import { importFile } from "./operator/import.ts"
import { connect, readAnswer, type Transport } from "./operator/transport.ts"
import { embeddedDirectory, openProduct } from "./product.ts"

const say = (line: string) => process.stdout.write(`${line}\n`)

type Verb = { usage: string; about: string; run: (args: string[]) => Promise<void> }

/** Opens the way to the data, does the work, and always closes it again. */
async function through(work: (transport: Transport) => Promise<void>): Promise<void> {
  const config = readConfig(process.env)
  const transport = await connect(config, async () => {
    const { app, operatorKey, close } = await openProduct({ ...config, logLevel: "error" })
    return { fetch: (path, init) => app.request(path, init), operatorKey, close }
  })
  try {
    await work(transport)
  } finally {
    await transport.close()
  }
}

/** A whole number given on the command line. @throws Error naming the option */
function whole(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^\d+$/.test(text)) throw new Error(`--${name} 应为整数。`)
  return Number(text)
}

const VERBS: Record<string, Verb> = {
  migrate: {
    usage: "migrate",
    about: "把数据库结构更新到本版本（启动时也会自动执行）",
    run: () =>
      through(async () => {
        say("数据库结构已是最新。")
      }),
  },
  sample: {
    usage: "sample [--parcels N] [--seed S] [--as-of YYYY-MM-DD]",
    about: "写入示例园区；同样的参数得到同样的数据",
    run: async (args) => {
      const { values } = parseArgs({
        args,
        options: {
          parcels: { type: "string" },
          seed: { type: "string" },
          "as-of": { type: "string" },
        },
      })
      const json = {
        ...(values.parcels ? { parcels: whole("parcels", values.parcels) } : {}),
        ...(values.seed ? { seed: whole("seed", values.seed) } : {}),
        ...(values["as-of"] ? { asOf: values["as-of"] } : {}),
      }
      await through(async ({ ask }) => {
        const counts = await readAnswer<{ parcels: number; enterprises: number }>(
          await ask("POST", "/api/operator/sample", { json }),
        )
        say(`已写入示例数据：${counts.parcels} 宗地，${counts.enterprises} 家企业。`)
      })
    },
  },
  import: {
    usage:
      "import FILE --kind KIND [--crs EPSG] [--encoding NAME] [--layer NAME] [--confirm RULE,RULE] [--preview]",
    about: "导入文件：parcels、contracts、enterprises、occupancy、indicators、projects、buildings",
    run: async (args) => {
      const { values, positionals } = parseArgs({
        args,
        allowPositionals: true,
        options: {
          kind: { type: "string" },
          crs: { type: "string" },
          encoding: { type: "string" },
          layer: { type: "string" },
          confirm: { type: "string" },
          preview: { type: "boolean" },
        },
      })
      const [file] = positionals
      if (!file || !values.kind) throw new Error("用法：import FILE --kind KIND")
      const { kind, confirm, ...rest } = values
      await through(({ ask }) =>
        importFile(ask, file, {
          ...rest,
          kind,
          ...(confirm ? { confirm: confirm.split(",") } : {}),
        }),
      )
    },
  },
  user: {
    usage: "user add NAME --roles ROLE,ROLE [--display TEXT]",
    about: "建立账号；口令从标准输入读取一行",
    run: async (args) => {
      const { values, positionals } = parseArgs({
        args,
        allowPositionals: true,
        options: { roles: { type: "string" }, display: { type: "string" } },
      })
      const [action, username] = positionals
      if (action !== "add" || !username || !values.roles)
        throw new Error("用法：user add NAME --roles ROLE,ROLE")
      const password = await readLine("口令：")
      const json = {
        username,
        displayName: values.display ?? username,
        roles: values.roles.split(","),
        password,
      }
      await through(async ({ ask }) => {
        await readAnswer(await ask("POST", "/api/operator/users", { json }))
        say(`账号 ${username} 已建立。`)
      })
    },
  },
  verify: {
    usage: "verify",
    about: "检查数据的一致性",
    run: () =>
      through(async ({ ask }) => {
        const { faults } = await readAnswer<{ faults: { rule: string; place: string }[] }>(
          await ask("GET", "/api/operator/verify"),
        )
        for (const { rule, place } of faults) say(`${rule}：${place}`)
        if (faults.length > 0) throw new Error(`发现 ${faults.length} 处问题。`)
        say("未发现问题。")
      }),
  },
  backup: {
    usage: "backup FILE",
    about: "备份到一个文件",
    run: async ([target]) => {
      if (!target) throw new Error("用法：backup FILE")
      const config = readConfig(process.env)
      if (config.databaseUrl) return backupServer(config.databaseUrl, target)
      await through(async ({ ask }) => {
        const answer = await ask("GET", "/api/operator/dump")
        if (!answer.ok) await readAnswer(answer)
        say(
          `已备份到 ${target}，SHA-256 ${writeArchive(target, new Uint8Array(await answer.arrayBuffer()))}`,
        )
      })
    },
  },
  restore: {
    usage: "restore FILE",
    about: "从备份恢复到空的数据目录或空的数据库",
    run: async ([source]) => {
      if (!source) throw new Error("用法：restore FILE")
      const config = readConfig(process.env)
      if (config.databaseUrl) return restoreServer(config.databaseUrl, source)
      const archive = readArchive(config, source)
      const lock = lockDirectory(config.dataDir)
      try {
        const database = await openEmbedded(
          { dataDir: embeddedDirectory(config.dataDir), snapshot: archive },
          PRIVILEGES,
        )
        await database.close()
      } finally {
        lock.release()
      }
      say("已恢复。")
    },
  },
}

async function readLine(prompt: string): Promise<string> {
  process.stderr.write(prompt)
  let text = ""
  for await (const chunk of process.stdin) {
    text += String(chunk)
    if (text.includes("\n")) break
  }
  process.stdin.destroy()
  return text.split("\n")[0]!.trim()
}

function help(): void {
  say("用法：npm run mutu -- <命令>\n")
  for (const { usage, about } of Object.values(VERBS)) say(`  ${usage}\n      ${about}`)
}

async function main() {
  const [name, ...args] = process.argv.slice(2)
  const verb = name ? VERBS[name] : undefined
  if (!verb) {
    help()
    if (name && name !== "--help" && name !== "help") throw new Error(`没有命令 ${name}。`)
    return
  }
  if (args.includes("--help")) return say(`${verb.usage}\n  ${verb.about}`)
  await verb.run(args)
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    const known =
      error instanceof ConfigError ||
      error instanceof DatabaseUnusable ||
      error instanceof DirectoryHeld
    process.stderr.write(`${known || error instanceof Error ? error.message : String(error)}\n`)
    process.exit(1)
  },
)
