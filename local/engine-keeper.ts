import { type Engine, type EngineOptions, startEngine } from './engine.ts'

const firstPauseMilliseconds = 100
const longestPauseMilliseconds = 5000

/**
 * The engine, started again whenever it ends by itself, for as long as it takes: calls are connected and spooled meanwhile.
 * @param warn takes one line of JSON
 * @throws as `startEngine` does, at the first start
 */
export async function keepEngine(options: EngineOptions, warn: (line: string) => void): Promise<Engine> {
  let isStopping = false
  let timer: NodeJS.Timeout | undefined
  const tell = (message: string) => warn(JSON.stringify({ level: 'error', message }))

  function reviveAfter(milliseconds: number): void {
    if (isStopping) return
    timer = setTimeout(async () => {
      try {
        await engine.restart()
        if (!isStopping) tell('the embedded engine runs again')
      } catch (error) {
        tell(`the embedded engine could not be started again: ${(error as Error).message}`)
        reviveAfter(Math.min(milliseconds * 2, longestPauseMilliseconds))
      }
    }, milliseconds)
  }

  const engine = await startEngine({
    ...options,
    onExit(reason) {
      tell(`${reason}; it is started again`)
      reviveAfter(firstPauseMilliseconds)
    },
  })
  return {
    ...engine,
    async stop() {
      isStopping = true
      clearTimeout(timer)
      await engine.stop()
    },
  }
}
