import { accountDefaults } from '../../shared/domain/account.ts'
import type { PageFact } from '../../shared/domain/fact.ts'
import type { VisitorId } from '../../shared/domain/ids.ts'
import { classifyVisit, type Source, startsNewTouch, type Visit } from '../../shared/domain/source.ts'
import { addDays } from '../../shared/domain/time.ts'
import type { KnownSession, SessionDeps } from './deps.ts'

/** Where the visitor came from, as far as it says which numbers are shown. */
export interface PresentTouch {
  readonly arrival: Visit
  readonly source: Source
}

const touchOf = (arrival: Visit): PresentTouch => ({ arrival, source: classifyVisit(arrival) })
const visitOf = ({ url, referrer }: Visit): Visit => ({ url, ...(referrer !== undefined && { referrer }) })

/** Inside a session by the rule that folds its touches (`session.ts`), of which the last one alone is known here. */
export function touchWithin(page: PageFact | undefined, before: Visit): PresentTouch {
  const touch = touchOf(before)
  if (!page) return touch
  const own = touchOf(visitOf(page))
  return startsNewTouch(touch.source, own.source, page) ? own : touch
}

/**
 * The touch that decides about numbers. Who comes back directly is shown what was shown before: within the lookback the
 * last source that was not direct holds on, as in the model of that name. What the ledger says of the visit stays as it
 * is: direct.
 * @param page the page that is viewed, or with which the session begins; none for other signs of life
 * @param returning the visitor, if known from before
 */
export async function findPresentTouch(
  { arrivals }: Pick<SessionDeps, 'arrivals'>,
  page: PageFact | undefined,
  known: KnownSession | undefined,
  returning: VisitorId | undefined,
  lookbackDays: number = accountDefaults.lookbackDays,
): Promise<PresentTouch | undefined> {
  if (known?.arrival) {
    const touch = touchWithin(page, known.arrival)
    if (page && touch.arrival !== known.arrival) await keep(page, touch)
    return touch
  }
  if (!page) return undefined
  const touch = touchOf(visitOf(page))
  if (touch.source.channel !== 'Direct') {
    await keep(page, touch)
    return touch
  }
  const last = returning && (await arrivals.last(page.account, returning))
  return last && addDays(last.at, lookbackDays) > page.at ? touchOf(last.visit) : touch

  async function keep({ account, visitor, at }: PageFact, { arrival, source }: PresentTouch): Promise<void> {
    if (source.channel !== 'Direct') await arrivals.keep(account, visitor, arrival, at, lookbackDays)
  }
}
