import type * as z from 'zod/mini'
import type { flow } from '../../../../../../functions/admin/numbers/flow-schema.ts'
import { phone } from '../../../look/format.ts'

export type Flow = z.infer<typeof flow>
export type Hours = NonNullable<Flow['hours']>
export type Menu = NonNullable<Flow['menu']>
export type MenuOption = Menu['options'][string]

/** Phones, and how they ring: of the flow, of its closed hours, of a key of its menu. */
export type Ringing = Pick<MenuOption, 'forwardTo' | 'ring' | 'ringSeconds'>

export const weekdays = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const
export type Weekday = (typeof weekdays)[number]
export const dayName = (day: Weekday) => `${day[0]?.toUpperCase()}${day.slice(1)}`

/** What the bridge says where the flow has no words of its own, it says; `true` asks for that. */
export const ownWords = (given: boolean | string | undefined): string =>
  typeof given === 'string' ? given : ''
/** @returns the words, or the usual ones where none are given */
export const wordsOr = (words: string): string | true => (words.trim() === '' ? true : words)

/** Words that are said, or the recording that is played instead. */
export const said = (words: string): string => (/^https?:\/\//.test(words) ? `plays ${words}` : `“${words}”`)

export function ringing({ forwardTo = [], ring, ringSeconds }: Ringing): string {
  const seconds = Array.isArray(ringSeconds) ? ringSeconds.join(', ') : ringSeconds
  const phones = forwardTo.map(phone)
  if (phones.length === 1) return `${phones[0]}, for ${seconds ?? 30} seconds`
  const how =
    ring === 'in-order'
      ? `one after another, ${seconds ?? 20} seconds each`
      : `all at once, for ${seconds ?? 30} seconds`
  return `${phones.join(', ')}: ${how}`
}

/** "Mon–Fri 09:00–17:30, Sat 10:00–13:00" */
export function openingTimes(hours: Hours): string {
  const spans = weekdays.map((day) =>
    (hours[day] ?? []).map(({ from, until }) => `${from}–${until}`).join(' and '),
  )
  const runs: { first: number; last: number; spans: string }[] = []
  spans.forEach((text, index) => {
    const run = runs.at(-1)
    if (run?.spans === text) run.last = index
    else runs.push({ first: index, last: index, spans: text })
  })
  const short = (index: number) => dayName(weekdays[index] as Weekday).slice(0, 3)
  return runs
    .filter((run) => run.spans !== '')
    .map(({ first, last, spans: text }) => `${short(first)}${last > first ? `–${short(last)}` : ''} ${text}`)
    .join(', ')
}

export const voicemailOf = ({ voicemail }: Pick<Flow, 'voicemail'>) =>
  typeof voicemail === 'object'
    ? voicemail
    : typeof voicemail === 'string' && voicemail !== ''
      ? { greeting: voicemail }
      : {}
export const textBackOf = ({ textBack }: Flow) =>
  typeof textBack === 'object'
    ? textBack
    : typeof textBack === 'string' && textBack !== ''
      ? { message: textBack }
      : {}
export const recordOf = ({ record }: Flow) => (typeof record === 'object' ? record : {})
export const questionOf = ({ askForCode }: Flow) =>
  typeof askForCode === 'object'
    ? askForCode
    : typeof askForCode === 'string' && askForCode !== ''
      ? { prompt: askForCode }
      : {}

/** Without what is empty, so that the usual holds. */
export const filled = <T extends object>(fields: T): T =>
  Object.fromEntries(
    Object.entries(fields).filter(
      ([, value]) => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0),
    ),
  ) as T
/** An object of settings, or `true` where all of them are as usual. */
export const settingsOr = <T extends object>(fields: T): T | true =>
  Object.keys(filled(fields)).length === 0 ? true : filled(fields)
