import { addMinutes, addSeconds, type Instant } from '../../shared/domain/time.ts'
import { type Place, poolNumbers, sourceNumbers } from './business.ts'
import { type Ringing, type Rung, ring } from './calls.ts'
import { atMinute, type Day, minuteOfDay } from './days.ts'
import type { ExampleFact, ExampleMark, Story } from './fact.ts'
import { outcomesOf } from './jobs.ts'
import { arrivalBehind, journeyTo, pickArrival, type Telling, type Visit, visit } from './visits.ts'

/** What one story gathers while it is told. */
interface Draft {
  readonly facts: ExampleFact[]
  readonly marks: ExampleMark[]
  readonly messages: NonNullable<Rung['message']>[]
  readonly late: ExampleFact[]
}
const draft = (facts: ExampleFact[] = []): Draft => ({ facts, marks: [], messages: [], late: [] })

const notes = [
  'Wants an appointment after 5 pm.',
  'Boiler is a combi, about ten years old.',
  'Ring the bell of the ground floor.',
  'Asked for the price of a yearly plan.',
  'Landlord, three flats in the same street.',
]

/** The others hang up before the code is said. */
const givenShare = 0.6
const isInVain = ({ end }: Rung) => end === 'missed' || end === 'message'

/** Rings, and lets what follows of the call itself follow: the message, a note, a code for whoever rang in vain. */
function take(told: Draft, ringing: Ringing, telling: Telling): Rung {
  const { book, random } = telling
  const rung = ring(ringing, book, random)
  told.facts.push(rung.call)
  if (rung.message) told.messages.push(rung.message)
  if (rung.end === 'answered' && random.chance(0.06)) {
    const change = { note: random.pick(notes), tags: [random.pick(['callback', 'appointment', 'quote'])] }
    told.marks.push({ callSid: rung.call.callSid, at: addMinutes(rung.endedAt, 2), change })
  }
  if (isInVain(rung) && random.chance(givenShare)) giveCode(told, rung, ringing.day, telling)
  return rung
}

/** Given by phone to whoever was not answered; some enter it online, within days. */
function giveCode(told: Draft, { call, endedAt }: Rung, day: Day, telling: Telling): void {
  const { book, random, days } = telling
  const code = book.newCode(9)
  const { callSid } = call
  told.facts.push({ fact: 'code-issued', code, campaign: 'free-survey', callSid, at: endedAt })
  const waited = random.whole(1, 9)
  const then = days[days.indexOf(day) + waited]
  if (!then || !random.chance(0.5)) return
  const { session } = visit(telling, book.newVisitor(), pickArrival(then, random), then)
  const at = addSeconds(session.at, random.whole(40, 200))
  // The later, the likelier it is that the call had been reported on before.
  const into = waited >= 6 ? told.late : told.facts
  into.push(session, { fact: 'code-used', code, at, session: session.id })
}

/** Who was not answered tries again, or not. */
function retry(told: Draft, first: Rung, ringing: Ringing, telling: Telling): Rung {
  if (first.end === 'answered' || !telling.random.chance(0.4)) return first
  const minute = ringing.minute + telling.random.whole(4, 55)
  return take(told, { ...ringing, minute }, telling)
}

/** Visits, a number of the pool, a call; perhaps with the code that the page showed. */
export function callFromPage(day: Day, telling: Telling): Story {
  const { book, random } = telling
  const journey = journeyTo(day, telling)
  const { session, minute } = journey.at(-1) as Visit
  const told = draft(journey.map((each) => each.session))
  const secondsOnPage = random.whole(35, 420)
  const lease = book.lease(session.id, session.at, addSeconds(session.at, secondsOnPage + 60))
  told.facts.push(lease)
  const code = random.chance(0.4) ? book.newCode(6) : undefined
  if (code) {
    const at = addSeconds(session.at, 1)
    told.facts.push({ fact: 'code-issued', code, campaign: 'web-ten', session: session.id, at })
  }
  const ringing = { from: book.newCaller(), to: lease.number, day, minute, second: 59 + secondsOnPage }
  const rung = retry(told, take(told, ringing, telling), ringing, telling)
  if (rung.end !== 'answered') return told
  const { call } = rung
  if (code && random.chance(0.6)) {
    const at = addSeconds(call.at, 30)
    told.facts.push({ fact: 'code-used', code, at, callSid: call.callSid })
  }
  const { quality } = arrivalBehind(journey)
  told.facts.push(...outcomesOf({ callSid: call.callSid }, rung.endedAt, quality, random))
  return told
}

const placeShares: readonly { place: Place; parts: number; quality: number }[] = [
  { place: 'van', parts: 40, quality: 1.3 },
  { place: 'flyer', parts: 30, quality: 0.9 },
  { place: 'magazine', parts: 18, quality: 1 },
  { place: 'radio', parts: 12, quality: 0.7 },
]

/** What callers say when they are asked how they came to know of the business: mostly, but not always, what is so. */
const remembered: Readonly<Record<Place, readonly string[]>> = {
  van: ['The vans', 'The vans', 'Google', 'The vans', 'A neighbour'],
  flyer: ['A leaflet', 'A leaflet', 'A friend', 'A leaflet'],
  magazine: ['The magazine', 'Google'],
  radio: ['The radio', 'The radio', 'A friend', 'Google', 'The radio'],
}

/** A call to a number that stands in the world. */
export function callFromPlace(day: Day, telling: Telling, flyerCode: string): Story {
  const { book, random } = telling
  const { place, quality } = random.weighted(placeShares, ({ parts }) => parts)
  const told = draft()
  const minute = minuteOfDay(random)
  const ringing = {
    from: book.newCaller(),
    to: sourceNumbers[place],
    day,
    minute,
    second: random.whole(0, 59),
  }
  const rung = retry(told, take(told, ringing, telling), ringing, telling)
  if (rung.end !== 'answered') return told
  const { callSid } = rung.call
  if (place === 'flyer' && random.chance(0.5)) {
    const at = addSeconds(rung.call.at, 25)
    told.facts.push({ fact: 'code-used', code: flyerCode, at, callSid })
  }
  // One of three is asked: by what was drawn already, so that all that is drawn after it stays as it is.
  if (minute % 3 === 0) {
    const heardFrom = remembered[place][minute % remembered[place].length] as string
    told.marks.push({ callSid, at: addMinutes(rung.endedAt, 2), change: { heardFrom } })
  }
  told.facts.push(...outcomesOf({ callSid }, rung.endedAt, quality, random))
  return told
}

/** Nobody knows where it came from: an old bookmark, a number passed on, a withheld caller. */
export function callFromNowhere(day: Day, telling: Telling): Story {
  const { book, random } = telling
  const told = draft()
  const from = random.chance(0.3) ? 'anonymous' : book.newCaller()
  const ringing = {
    from,
    to: random.pick(poolNumbers),
    day,
    minute: minuteOfDay(random),
    second: random.whole(0, 59),
  }
  const rung = take(told, ringing, telling)
  if (rung.end === 'answered' && random.chance(0.6)) {
    const heardFrom = random.pick(['A neighbour', 'A friend', 'The vans', 'Google'])
    told.marks.push({ callSid: rung.call.callSid, at: addMinutes(rung.endedAt, 3), change: { heardFrom } })
  }
  return told
}

/** A form, and sometimes a call of the same person. */
export function form(day: Day, telling: Telling): Story {
  const { book, random } = telling
  const journey = journeyTo(day, telling)
  const { session } = journey.at(-1) as Visit
  const told = draft(journey.map((each) => each.session))
  const at = addSeconds(session.at, random.whole(80, 500))
  const phone = random.chance(0.6) ? book.newCaller() : undefined
  const id = book.newForm()
  told.facts.push({
    fact: 'form',
    id,
    session: session.id,
    at,
    email: book.newEmail(),
    ...(phone && { phone }),
  })
  const { quality } = arrivalBehind(journey)
  told.facts.push(...outcomesOf({ contact: id }, at, quality, random))
  const next = telling.days[telling.days.indexOf(day) + random.whole(1, 5)]
  if (phone && next && random.chance(0.35)) {
    const ringing = { from: phone, to: sourceNumbers.van, day: next, minute: minuteOfDay(random) }
    take(told, ringing, telling)
  }
  return told
}

/** Somebody from before rings again: within the window it is the same enquiry, after it a new one. */
export function callerAgain(first: Instant, from: string, day: Day, telling: Telling): Story {
  const { random } = telling
  const told = draft()
  const minute = minuteOfDay(random)
  if (atMinute(day, minute) <= first) return told
  const rung = take(told, { from, to: sourceNumbers.van, day, minute }, telling)
  if (rung.end === 'answered')
    told.facts.push(...outcomesOf({ callSid: rung.call.callSid }, rung.endedAt, 1.3, random))
  return told
}

/** Who looks and goes. */
export function mereVisit(day: Day, telling: Telling): Story {
  const { book, random } = telling
  return draft([visit(telling, book.newVisitor(), pickArrival(day, random), day).session])
}

const nuisances = ['+447700900971', '+447700900972', '+447700900973']

/** Somebody sells something, and is marked. */
export function spam(day: Day, telling: Telling): Story {
  const { random, book } = telling
  const minute = random.whole(9 * 60, 17 * 60)
  const callSid = book.newCallSid()
  const at = atMinute(day, minute)
  const told = draft([
    {
      fact: 'call',
      callSid,
      from: random.pick(nuisances),
      to: random.pick(Object.values(sourceNumbers)),
      at,
      status: 'completed',
      durationSeconds: random.whole(2, 9),
    },
  ])
  told.marks.push({ callSid, at: addMinutes(at, 1), change: { spam: true } })
  return told
}

/** A mailing goes out and everybody looks at once: more visitors than the pool has numbers. */
export function rush(day: Day, telling: Telling, visitors: number): Story[] {
  const { book, random } = telling
  return Array.from({ length: visitors }, (_, index) => {
    const minute = 10 * 60 + index * 2
    const { session } = visit(telling, book.newVisitor(), pickArrival(day, random), day, minute)
    const lease = book.lease(session.id, session.at, addSeconds(session.at, 300))
    const told = draft([session, lease])
    if (index % 4 === 3) {
      const from = book.newCaller()
      take(told, { from, to: lease.number, day, minute, second: random.whole(70, 280) }, telling)
    }
    return told
  })
}
