import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** A module in a process of its own, which answers one message with one message. */
export interface Child<Ask, Answer> {
  ask(question: Ask): Promise<Answer>
  stop(): Promise<void>
}

/**
 * @param module beside this file
 * @param argument what it finds with `childArgument`
 */
export function startChild<Ask extends object, Answer>(
  module: string,
  argument: unknown = null,
): Child<Ask, Answer> {
  const process = fork(fileURLToPath(new URL(module, import.meta.url)), [JSON.stringify(argument)], {
    execArgv: ['--import', 'tsx', '--no-warnings'],
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
