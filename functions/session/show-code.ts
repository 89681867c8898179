import type { Campaign } from '../../shared/domain/campaign.ts'
import type { Code } from '../../shared/domain/coupon.ts'
import type { AccountId, SessionId, VisitorId } from '../../shared/domain/ids.ts'
import type { Instant } from '../../shared/domain/time.ts'
import { causeOf } from '../../shared/observe/clean.ts'
import { consoleObserver } from '../../shared/observe/console.ts'
import type { LogLine } from '../../shared/observe/observer.ts'
import { isShownAgain } from './decide-code.ts'
import type { SessionDeps } from './deps.ts'

/** What the visitor has of codes. */
export type Shown =
  | { readonly kind: 'shown'; readonly code: Code }
  /** None yet (`before` is absent), or one that is used, over or no longer shown. */
  | { readonly kind: 'none'; readonly before: string | undefined }
  /** It can't be told: nothing is issued, and nothing shown. */
  | { readonly kind: 'unknown' }

type CodeDeps = Pick<SessionDeps, 'codes' | 'shownCodes' | 'observer'>

/** A page view is worth its swaps without a code too: whatever fails here is told to the log alone. */
async function failingAlone<T>(deps: CodeDeps, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    tell(deps, { level: 'error', event: 'code-failed', cause: causeOf(error) })
    return undefined
  }
}

const tell = ({ observer = consoleObserver }: CodeDeps, line: LogLine): void => observer.tell(line)

/** Reads by keys alone, and nothing where no campaign shows codes or the visitor is new. */
export async function findShown(
  deps: CodeDeps,
  account: AccountId,
  visitor: VisitorId | undefined,
  showing: readonly Campaign[],
  now: Instant,
): Promise<Shown> {
  if (showing.length === 0 || visitor === undefined) return { kind: 'none', before: undefined }
  const found = await failingAlone(deps, async (): Promise<Shown> => {
    const before = await deps.shownCodes.of(account, visitor)
    const code = before === undefined ? undefined : await deps.codes.get(account, before)
    return isShownAgain(code, visitor, showing, now) ? { kind: 'shown', code } : { kind: 'none', before }
  })
  return found ?? { kind: 'unknown' }
}

/**
 * A code of the campaign for the visitor, issued to the session. Of two beacons at once the one that comes second shows
 * the first one's code, and its own is voided: nobody has seen it.
 * @param before the visitor's code so far, as it was found
 * @returns `undefined` if the campaign may not issue any (a log line tells why)
 */
export async function issueCode(
  deps: CodeDeps,
  account: AccountId,
  { visitor, session }: { readonly visitor: VisitorId; readonly session: SessionId },
  before: string | undefined,
  campaign: Campaign,
  now: Instant,
): Promise<Code | undefined> {
  return failingAlone(deps, async () => {
    const minted = await deps.codes.mint(account, campaign, { visitor, session }, now)
    if (minted.kind === 'refused') {
      const { because, detail } = minted
      const about = { account, campaign: campaign.id, because, detail }
      tell(deps, { level: 'warn', event: 'code-not-issued', ...about })
      return undefined
    }
    const { code } = minted
    const shown = await deps.shownCodes.replace(account, visitor, before, code)
    if (shown === code.code) return code
    await failingAlone(deps, () =>
      deps.codes.voidCode(account, code.code, 'tieline', 'never shown: another beacon was first', now),
    )
    return deps.codes.get(account, shown)
  })
}
