import type { Option } from '../../../parts/choice.tsx'

/** With what stands now first among equals: a browser may not know it. */
const withStanding = (options: readonly Option<string>[], standing: string): readonly Option<string>[] =>
  options.some(({ id }) => id === standing) ? options : [{ id: standing, name: standing }, ...options]

const offsetOf = (timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'longOffset' })
    .formatToParts()
    .find(({ type }) => type === 'timeZoneName')
    ?.value.replace('GMT', 'UTC') ?? ''

/** Every zone of the world, found by its city: "Europe/London (UTC+01:00)". */
export const zoneOptions = (standing: string): readonly Option<string>[] =>
  withStanding(
    ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')].map((id) => ({
      id,
      name: id === 'UTC' ? id : `${id.replaceAll('_', ' ')} (${offsetOf(id)})`,
    })),
    standing,
  )

/** "GBP, British Pound" */
export function currencyOptions(standing: string): readonly Option<string>[] {
  const names = new Intl.DisplayNames('en-GB', { type: 'currency' })
  return withStanding(
    Intl.supportedValuesOf('currency').map((id) => ({ id, name: `${id}, ${names.of(id)}` })),
    standing,
  )
}

/** The languages in which the bridge has sentences of its own; any other it says in English. */
export const languages = [
  ['en-GB', 'English (United Kingdom)'],
  ['en-US', 'English (United States)'],
  ['de-DE', 'German'],
  ['fr-FR', 'French'],
  ['es-ES', 'Spanish'],
  ['it-IT', 'Italian'],
  ['nl-NL', 'Dutch'],
].map(([id = '', name = '']) => ({ id, name }))
