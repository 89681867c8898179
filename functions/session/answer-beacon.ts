import type { Account } from '../../shared/domain/account.ts'
import type { Campaign } from '../../shared/domain/campaign.ts'
import { type AccountId, newId } from '../../shared/domain/ids.ts'
import type { Instant } from '../../shared/domain/time.ts'
import { decideVisit, rememberedSession, rememberedVisitor, type Visit } from './decide.ts'
import { showingCampaigns, wantsCode } from './decide-code.ts'
import type { KnownSession, SessionDeps } from './deps.ts'
import { record, type Site } from './record.ts'
import { renderReply } from './render.ts'
import type { Beacon, CollectReply } from './schema.ts'
import { findShown, issueCode } from './show-code.ts'

/** What was read for a beacon before it is answered. */
export interface Loaded {
  readonly settings: Account | undefined
  readonly site: Site
  readonly campaigns: readonly Campaign[]
  readonly known: KnownSession | undefined
}

/** A browser whose user was erased gets another name with its next session. */
async function asSomebodyNew(
  { erasedVisitors }: SessionDeps,
  account: AccountId,
  visit: Visit,
): Promise<Visit> {
  if (visit.kind !== 'begins' || visit.visitor === undefined) return visit
  return (await erasedVisitors.isErased(account, visit.visitor))
    ? { kind: 'begins', visitor: undefined }
    : visit
}

/** Writes what the beacon tells and says what its page shows; a beacon that does not count leaves nothing behind. */
export async function answerBeacon(
  deps: SessionDeps,
  account: AccountId,
  { settings, site, campaigns, known }: Loaded,
  beacon: Beacon,
  sender: {
    readonly userAgent: string | undefined
    readonly address: string | undefined
    readonly hasSignal?: boolean | undefined
  },
  now: Instant,
): Promise<CollectReply> {
  const excludedVisitors = settings?.excludedVisitors ?? []
  const excludedNetworks = settings?.excludedNetworks ?? []
  const decided = decideVisit({ beacon, ...sender, excludedVisitors, excludedNetworks, known, now })
  const visit = await asSomebodyNew(deps, account, decided)
  // Without ids there is nothing for the browser to keep.
  if (visit.kind === 'not-counted' && visit.reason === 'privacy-signal')
    return renderReply('', '', [], undefined)
  if (visit.kind === 'not-counted') {
    const before = rememberedVisitor(beacon) ?? newId('visitor', deps.randomBytes)
    const visitor = visit.as?.(before) ?? before
    // A session of somebody who counted goes on without who does not any more.
    const session = visitor === beacon.visitorId ? rememberedSession(beacon) : undefined
    return renderReply(visitor, session ?? newId('session', deps.randomBytes), [], undefined)
  }

  const showing = wantsCode(beacon) ? showingCampaigns(campaigns, now) : []
  const [recorded, found] = await Promise.all([
    record(deps, account, site, settings?.lookbackDays, visit, beacon, now),
    findShown(deps, account, visit.visitor, showing, now),
  ])
  const { visitor, session, swap } = recorded
  const [campaign] = showing
  let code = found.kind === 'shown' ? found.code : undefined
  if (campaign && found.kind === 'none') {
    code = await issueCode(deps, account, { visitor, session }, found.before, campaign, now)
  }
  return renderReply(visitor, session, swap, code)
}
