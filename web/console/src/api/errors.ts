import { Problem } from './request.ts'

/**
 * What the API says of one field of the body that it refused, or of anything inside of it.
 * @param within where the fields of a form stand in the body: `flow` finds `greeting` at `flow.greeting`
 */
export function fieldErrors(error: unknown, within = '') {
  const errors = error instanceof Problem ? error.errors : []
  const start = within === '' ? '' : `${within}.`
  return (path: string): string | undefined => {
    const whole = start + path
    const found = errors.filter((each) => each.path === whole || each.path.startsWith(`${whole}.`))
    return found.length === 0
      ? undefined
      : found
          .map(({ path: at, message }) => {
            const index = /\.(\d+)$/.exec(at)?.[1]
            return index === undefined ? message : `Line ${Number(index) + 1}: ${message}`
          })
          .join(' ')
  }
}
