import { fork } from 'node:child_process'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Template } from 'aws-cdk-lib/assertions'

/** A bundle that runs as Lambda runs it: in a process of its own, with no environment but its own. */
export interface DeployedFunction {
  invoke(event: unknown): Promise<unknown>
  stop(): void
}

const serveBundle = fileURLToPath(new URL('../build/serve-bundle.mjs', import.meta.url))

export async function startFunction(bundle: string, env: Record<string, string>): Promise<DeployedFunction> {
  const child = fork(serveBundle, [pathToFileURL(bundle).href], {
    env,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: [],
  })
  let said = ''
  child.stderr?.on('data', (chunk) => {
    said += chunk
  })
  const waiting = new Map<string, (message: { answer?: unknown; error?: string }) => void>()
  const ended = new Promise<never>((_, reject) =>
    child.once('exit', (code) => reject(new Error(`ended with ${code}: ${said}`))),
  )
  ended.catch(() => {})
  const ready = new Promise<void>((resolve) => {
    child.on('message', (message: { ready?: true; id?: string; answer?: unknown; error?: string }) => {
      if (message.ready) resolve()
      else waiting.get(message.id ?? '')?.(message)
    })
  })
  await Promise.race([ready, ended])
  let invocations = 0
  return {
    invoke(event) {
      invocations += 1
      const id = `request-${invocations}`
      const answered = new Promise((resolve, reject) => {
        waiting.set(id, ({ answer, error }) =>
          error === undefined ? resolve(answer) : reject(new Error(`${error}\n${said}`)),
        )
      })
      child.send({ id, event })
      return Promise.race([answered, ended])
    },
    stop: () => void child.kill(),
  }
}

/**
 * The environment that a template gives to a function. What stands there in words is taken as it is; what CloudFormation
 * would put in (a table's name, a secret, an address) comes from `local`, by the variable's name.
 * @throws for a variable that has neither
 */
export function environmentOf(
  template: Template,
  lambdaId: string,
  local: Readonly<Record<string, string>>,
): Record<string, string> {
  const { [lambdaId]: lambda } = template.findResources('AWS::Lambda::Function')
  const variables: Record<string, unknown> = lambda?.Properties.Environment.Variables ?? {}
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => {
      if (name in local) return [name, local[name] as string]
      if (typeof value === 'string' && !value.includes('{{resolve:')) return [name, value]
      throw new Error(`the template sets ${name} to ${JSON.stringify(value)}: say what it is here`)
    }),
  )
}
