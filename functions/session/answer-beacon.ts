import type { Account } from '../../shared/domain/account.ts'
import type { Campaign } from '../../shared/domain/campaign.ts'
import { type AccountId, newId } from '../../shared/domain/ids.ts'
import type { Instant } from '../../shared/domain/time.ts'
import { decideVisit, rememberedSession, rememberedVisitor } from './decide.ts'
import { showingCampaigns, wantsCode } from './decide-code.ts'
import type { KnownSession, SessionDeps, SitePool } from './deps.ts'
import { record } from './record.ts'
import { renderReply } from './render.ts'
import type { Beacon, CollectReply } from './schema.ts'
import { findShown, issueCode } from './show-code.ts'

/** What was read for a beacon before it is answered. */
export interface Loaded {
  readonly settings: Account | undefined
  readonly pools: readonly SitePool[]
  readonly campaigns: readonly Campaign[]
  readonly known: KnownSession | undefined
}

/** Writes what the beacon tells and says what its page shows; a beacon that does not count leaves nothing behind. */
export async function answerBeacon(
  deps: SessionDeps,
  account: AccountId,
  { settings, pools, campaigns, known }: Loaded,
  beacon: Beacon,
  userAgent: string | undefined,
  now: Instant,
): Promise<CollectReply> {
  const excludedVisitors = settings?.excludedVisitors ?? []
  const visit = decideVisit({ beacon, userAgent, excludedVisitors, known, now })
  if (visit.kind === 'not-counted') {
    const visitor = rememberedVisitor(beacon) ?? newId('visitor', deps.randomBytes)
    return renderReply(
      visitor,
      rememberedSession(beacon) ?? newId('session', deps.randomBytes),
      [],
      undefined,
    )
  }

  const showing = wantsCode(beacon) ? showingCampaigns(campaigns, now) : []
  const [recorded, found] = await Promise.all([
    record(deps, account, pools, visit, beacon, now),
    findShown(deps, account, visit.visitor, showing, now),
  ])
  const { visitor, session, shown } = recorded
  const [campaign] = showing
  let code = found.kind === 'shown' ? found.code : undefined
  if (campaign && found.kind === 'none') {
    code = await issueCode(deps, account, { visitor, session }, found.before, campaign, now)
  }
  return renderReply(visitor, session, shown, code)
}
