import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundle } from '../../scripts/build-functions.ts'

/** A module in a process of its own, which answers one message with one message. */
export interface Child<Ask, Answer> {
  ask(question: Ask): Promise<Answer>
  stop(): Promise<void>
}

/**
 * @param module beside this file
 * @param argument what it finds with `childArgument`
 */
export async function startChild<Ask extends object, Answer>(
  module: string,
  argument: unknown = null,
): Promise<Child<Ask, Answer>> {
  // Bundled as what is deployed: the development loader wraps every closure, which a busy server would feel.
  const folder = await mkdtemp(join(tmpdir(), 'tieline-bench-'))
  const file = join(folder, 'child.mjs')
  await bundle(fileURLToPath(new URL(module, import.meta.url)), file)
  const process = fork(file, [JSON.stringify(argument)], {
    execArgv: ['--no-warnings'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  return {
    async ask(question) {
      process.send(question)
      return (await messageOf(process)) as Answer
    },
    async stop() {
      if (process.exitCode !== null || process.signalCode !== null) return
      process.kill('SIGKILL')
      await once(process, 'exit')
      await rm(folder, { recursive: true })
    },
  }
}

function messageOf(process: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`a benchmark's process ended with code ${code}`))
    process.once('exit', ended)
    process.once('message', (message) => {
      process.off('exit', ended)
      resolve(message)
    })
  })
}

/** For the child: what `startChild` was given. */
export const childArgument = <Argument>(): Argument => JSON.parse(process.argv[2] ?? 'null')

/** For the child: answers every question, and ends with whoever asks. */
export function answerQuestions<Ask, Answer>(answer: (question: Ask) => Promise<Answer>): void {
  process.on('message', async (question: Ask) => process.send?.(await answer(question)))
  process.on('disconnect', () => process.exit())
}
