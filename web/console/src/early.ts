import { send } from './api/send.ts'

/** An answer that nobody took by then is of another time. */
const freshMilliseconds = 10_000
const asked = new Map<string, Promise<Response>>()

/** Asks before the page that needs the answer is there. */
export function askEarly(path: string): Promise<Response> {
  const answer = send('GET', path)
  asked.set(path, answer)
  // Whoever takes it is told of a failure, and asks again.
  answer.catch(() => {})
  setTimeout(() => asked.delete(path), freshMilliseconds)
  return answer
}

/** @returns the answer to what was asked before, once; undefined where nobody did */
export function takeEarly(path: string): Promise<Response> | undefined {
  const answer = asked.get(path)
  asked.delete(path)
  return answer
}

const place = 'tieline-zone'

/** By whose days this browser's next visit may ask for figures before it knows who is signed in. */
export function keptZone(): string | undefined {
  try {
    return localStorage.getItem(place) ?? undefined
  } catch {
    return undefined
  }
}

/** @param timeZone undefined for members who are told no figures, and for who signs out */
export function keepZone(timeZone: string | undefined): void {
  try {
    if (timeZone === undefined) localStorage.removeItem(place)
    else localStorage.setItem(place, timeZone)
  } catch {}
}
