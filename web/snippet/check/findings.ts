import type { Swap } from '../match.ts'

/** What the server says: see `GET /v1/installation`. */
export interface Installation {
  readonly key: 'good' | 'secret' | 'unknown'
  readonly origin: string | null
  readonly originAllowed: boolean
  readonly counted: boolean
  readonly notCounted: string | null
  readonly targets: readonly { readonly number: string; readonly by: 'pool' | 'source' }[]
}

export type Verdict = 'good' | 'bad' | 'note'
/** One line of the check: what was looked at, how it stands, and the places it is about. */
export interface Finding {
  readonly verdict: Verdict
  readonly title: string
  readonly detail: string
  readonly places?: readonly Element[] | undefined
}

export interface Looked {
  /** None: the server did not answer. */
  readonly installation: Installation | undefined
  readonly key: string | undefined
  readonly tags: number
  readonly pageOrigin: string
  readonly visitorId: string | undefined
  readonly sessionId: string | undefined
  readonly swaps: readonly Swap[]
  readonly code: string | undefined
  /** What takes the number's place stands in `shown`, the number itself still in `left`. */
  readonly numbers: readonly {
    readonly target: string
    readonly shown: readonly Element[]
    readonly left: readonly Element[]
    readonly ignored: readonly Element[]
  }[]
  readonly untracked: readonly { readonly link: Element; readonly dials: string }[]
  readonly codePlaces: readonly Element[]
  readonly forms: readonly Element[]
}

const count = (number: number, one: string, many = `${one}s`) => `${number} ${number === 1 ? one : many}`

const whyNotCounted: Record<string, string> = {
  bot: 'this browser says that it is a program',
  'excluded-visitor': 'this visitor is on the account’s list of excluded ones',
  'excluded-network': 'this network is on the account’s list of excluded ones',
  'privacy-signal': 'this browser asks not to be tracked, and the account heeds that',
  'opted-out': 'this browser was opted out with ?tieline=off; ?tieline=on undoes it',
}

function ofAccount({ installation, key, tags, pageOrigin }: Looked): Finding[] {
  const script: Finding = {
    verdict: tags > 1 ? 'note' : 'good',
    title: tags > 1 ? `The script stands ${tags} times on the page` : 'The script is on the page',
    detail: tags > 1 ? 'One is enough: remove the others.' : `Key ${key || '–'}`,
  }
  if (!installation) {
    return [script, { verdict: 'bad', title: 'The server did not answer', detail: 'Try again in a minute.' }]
  }
  if (installation.key !== 'good') {
    const isSecret = installation.key === 'secret'
    return [
      {
        verdict: 'bad',
        title: isSecret ? 'This is a secret key' : 'The key is not known',
        detail: isSecret
          ? 'Everybody can read it here. Use the publishable key, pk_…, and replace the secret one at once.'
          : `${key || 'No key'}: copy it anew from the settings.`,
      },
    ]
  }
  return [
    script,
    installation.originAllowed
      ? { verdict: 'good', title: 'Pages of this site may use the key', detail: pageOrigin }
      : {
          verdict: 'bad',
          title: 'Pages of this site may not use the key',
          detail: `Add ${pageOrigin} to the origins in the settings.`,
        },
  ]
}

function ofVisitor({ installation, visitorId, sessionId }: Looked): Finding[] {
  if (installation?.key !== 'good' || !installation.originAllowed) return []
  const reason = installation.notCounted && whyNotCounted[installation.notCounted]
  if (reason)
    return [
      {
        verdict: 'note',
        title: 'Your own visit is not counted',
        detail: `Nothing is swapped for you: ${reason}.`,
      },
    ]
  return sessionId
    ? [{ verdict: 'good', title: 'Your visit is counted', detail: `${sessionId} of ${visitorId}` }]
    : [
        {
          verdict: 'note',
          title: 'Your visit has no session yet',
          detail: 'The script waits for its answer, or the browser keeps nothing.',
        },
      ]
}

function ofNumber(
  { target, shown, left, ignored }: Looked['numbers'][number],
  swaps: readonly Swap[],
): Finding {
  const swap = swaps.find((each) => each.target === target)
  const forgotten = left.filter((each) => !ignored.includes(each))
  const kept = ignored.length > 0 ? ` ${count(ignored.length, 'place')} left as written, on purpose.` : ''
  if (shown.length + left.length === 0) {
    return { verdict: 'note', title: `${target} is not on this page`, detail: 'Nothing to swap.' }
  }
  if (!swap) {
    return {
      verdict: 'note',
      title: `${target} stays as it is`,
      detail: `For a visitor like you no other number takes its place. ${count(left.length, 'place')}.`,
      places: left,
    }
  }
  return {
    verdict: forgotten.length > 0 ? 'bad' : 'good',
    title: `${target} → ${swap.display}`,
    detail:
      (forgotten.length > 0
        ? `${count(shown.length, 'place')} swapped, ${forgotten.length} not: a frame or another script may hold it back.`
        : `${count(shown.length, 'place')} swapped.`) + kept,
    places: forgotten.length > 0 ? forgotten : shown,
  }
}

function ofNumbers({ installation, numbers, swaps, untracked }: Looked): Finding[] {
  if (installation?.key !== 'good' || !installation.originAllowed) return []
  const none: Finding[] =
    numbers.length === 0
      ? [
          {
            verdict: 'note',
            title: 'No number is set up to be swapped',
            detail: 'Name the numbers of your pages in a pool, or with a source number.',
          },
        ]
      : []
  const links = untracked.length
  return [
    ...none,
    ...numbers.map((each) => ofNumber(each, swaps)),
    ...(links === 0
      ? []
      : [
          {
            verdict: 'note' as const,
            title: `${count(links, 'link')} to numbers that are not tracked`,
            detail: [...new Set(untracked.map(({ dials }) => dials))].join(', '),
            places: untracked.map(({ link }) => link),
          },
        ]),
  ]
}

const ofPlaces = ({ codePlaces, code, forms }: Looked): Finding[] => [
  codePlaces.length === 0
    ? {
        verdict: 'note',
        title: 'No place for a code',
        detail: '<span data-tieline-code hidden></span> shows one, if a campaign gives codes to pages.',
      }
    : {
        verdict: 'good',
        title: `${count(codePlaces.length, 'place')} for a code`,
        detail: code ? `Shows ${code}.` : 'Empty: no campaign gives codes to pages now.',
        places: codePlaces,
      },
  ...(forms.length === 0
    ? []
    : [
        {
          verdict: 'good' as const,
          title: `${count(forms.length, 'form is', 'forms are')} followed`,
          detail: 'What people send by it becomes an enquiry.',
          places: forms,
        },
      ]),
]

/** What the check says, in the order in which one would mend it. */
export const findingsOf = (looked: Looked): Finding[] => [
  ...ofAccount(looked),
  ...ofVisitor(looked),
  ...ofNumbers(looked),
  ...ofPlaces(looked),
]
