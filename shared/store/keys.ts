import type {
  AccountId,
  ApiKeyId,
  CallSid,
  CampaignId,
  E164,
  JobId,
  NumberId,
  PersonalHash,
  PoolId,
  SavedViewId,
  SessionId,
  VisitorId,
} from '../domain/ids.ts'
import type { KeptRecording } from '../domain/recording-retention.ts'
import type { Instant } from '../domain/time.ts'

export const recordingAccounts = 'recording-accounts'

/**
 * Where everything stands. Each partition is the answer to one question, and, but for the four global registries at the
 * top, begins with its account: no query can cross from one account to another.
 */
export const ledgerKeys = {
  /** Whose is this API key? `digest` is its SHA-256. */
  apiKey: (digest: string) => ({ pk: `key#${digest}`, sk: 'key' }),
  /** Where does this number lead? A phone number belongs to one account at a time, everywhere. */
  route: (number: E164) => ({ pk: `number#${number}`, sk: 'route' }),

  /** What is told at this address, and by whom? Whoever sends knows its id alone. */
  inbound: (id: string) => ({ pk: `inbound#${id}`, sk: 'inbound' }),
  inboundListing: (account: AccountId, id: string) => ({ pk: account as string, sk: `inbound#${id}` }),

  /** Which accounts have recordings? Once each. */
  recordingAccount: (account: AccountId) => ({ pk: recordingAccounts, sk: account as string }),

  /** What has the account set up? */
  account: (account: AccountId) => ({ pk: account as string, sk: 'account' }),
  number: (account: AccountId, id: NumberId) => ({ pk: account as string, sk: `number#${id}` }),
  pool: (account: AccountId, id: PoolId) => ({ pk: account as string, sk: `pool#${id}` }),
  /** What pages need of a source number that they show; next to the pools: one query tells a page all (`site-store.ts`). */
  staticSwap: (account: AccountId, id: NumberId) => ({ pk: account as string, sk: `swap#${id}` }),
  campaign: (account: AccountId, id: CampaignId) => ({ pk: account as string, sk: `campaign#${id}` }),
  /** That the account has this secret key, which is told apart by its name. */
  apiKeyListing: (account: AccountId, id: ApiKeyId) => ({ pk: account as string, sk: `api-key#${id}` }),
  /** The account's sales process, and how it scores people. */
  process: (account: AccountId) => ({ pk: account as string, sk: 'process' }),
  scoring: (account: AccountId) => ({ pk: account as string, sk: 'scoring' }),
  savedView: (account: AccountId, id: SavedViewId) => ({ pk: account as string, sk: `saved-view#${id}` }),
  mintJob: (account: AccountId, id: JobId) => ({ pk: account as string, sk: `job#${id}` }),

  /** Which numbers of the pool are free? One slot a number, holding its present lease. */
  slot: (account: AccountId, pool: PoolId, number: E164) => ({
    pk: `${account}#pool#${pool}`,
    sk: `slot#${number}`,
  }),
  /** Who held the number then? */
  /** The end of a live lease moves; an imported one is known by its whole content, the end included. */
  lease: (account: AccountId, number: E164, from: Instant, session: SessionId, until?: Instant) => ({
    pk: `${account}#number#${number}`,
    sk: until === undefined ? `lease#${from}#${session}` : `lease#${from}#${session}#${until}`,
  }),
  /** What do its last calls say of a pool number? */
  numberHealth: (account: AccountId, number: E164) => ({
    pk: `${account}#number#${number}`,
    sk: 'health',
  }),
  /** An imported session's own lease: what leads from it to the lease. */
  heldLease: (account: AccountId, session: SessionId, number: E164, from: Instant, until: Instant) => ({
    pk: `${account}#session#${session}`,
    sk: `lease#${from}#${number}#${until}`,
  }),
  /** What happened in the session? */
  sessionFact: (account: AccountId, session: SessionId, sk: string) => ({
    pk: `${account}#session#${session}`,
    sk,
  }),
  /** Which code do the pages show to the visitor? */
  shownCode: (account: AccountId, visitor: VisitorId) => ({
    pk: `${account}#visitor#${visitor}`,
    sk: 'shown-code',
  }),
  /** Where did the visitor come from last, other than directly? */
  arrival: (account: AccountId, visitor: VisitorId) => ({
    pk: `${account}#visitor#${visitor}`,
    sk: 'arrival',
  }),
  /** What did people say of this visitor? */
  visitorFact: (account: AccountId, visitor: VisitorId, sk: string) => ({
    pk: `${account}#visitor#${visitor}`,
    sk,
  }),
  /** What happened in the call? */
  callFact: (account: AccountId, call: CallSid, sk: string) => ({ pk: `${account}#call#${call}`, sk }),
  /** Which codes were quoted in the call, or given to its caller? Beside its facts: one query tells an agent all. */
  codeInCall: (account: AccountId, call: CallSid, role: 'quoted' | 'issued', code: string) => ({
    pk: ledgerPartitions.call(account, call),
    sk: `${role}#${code}`,
  }),
  /** Which calls began lately? */
  deskCall: (account: AccountId, at: Instant, call: CallSid) => ({
    pk: ledgerPartitions.desk(account),
    sk: `${at}#${call}`,
  }),
  /** Which recordings are kept, and since when? `now#…` are those to be deleted whatever their age. */
  keptRecording: (account: AccountId, { at, callSid, recordingSid }: KeptRecording) => ({
    pk: ledgerPartitions.recordings(account),
    sk: `kept#${at}#${callSid}#${recordingSid}`,
  }),
  unwantedRecording: (account: AccountId, { callSid, recordingSid }: KeptRecording) => ({
    pk: ledgerPartitions.recordings(account),
    sk: `now#${callSid}#${recordingSid}`,
  }),
  /** What is remembered of a caller? Who answered last, and each time of hanging up at once. */
  caller: (account: AccountId, caller: PersonalHash, sk: string) => ({
    pk: ledgerPartitions.caller(account, caller),
    sk,
  }),
  /** What is known of this code, and what happened to it? `code` is its state, the others are facts. */
  codeFact: (account: AccountId, code: string, sk: string) => ({ pk: `${account}#code#${code}`, sk }),
  /** Which code has this customer to recommend the business with? Whose is this code? */
  referrer: (account: AccountId, holder: PersonalHash, campaign: CampaignId) => ({
    pk: ledgerPartitions.referrers(account),
    sk: `${holder}#${campaign}`,
  }),
  referrerOfCode: (account: AccountId, code: string) => ({
    pk: ledgerPartitions.code(account, code),
    sk: 'referrer',
  }),
  /** What became of an enquiry that came by a recommendation? */
  referral: (account: AccountId, openedAt: Instant, enquiry: string) => ({
    pk: ledgerPartitions.referrals(account),
    sk: `${openedAt}#${enquiry}`,
  }),
  /** Was whoever is known by this rewarded before? */
  rewardedFriend: (account: AccountId, node: string) => ({
    pk: `${account}#rewarded#${node}`,
    sk: 'friend',
  }),

  /** What did people say of this contact afterwards? */
  contactFact: (account: AccountId, contact: string, sk: string) => ({
    pk: ledgerPartitions.contact(account, contact),
    sk,
  }),
  /** What was spent on this day? */
  spend: (account: AccountId, day: string, sk: string) => ({ pk: ledgerPartitions.spend(account, day), sk }),
  /** What became of the campaign? Its uses and each person's, where they are limited, and the codes that it issued. */
  campaignUses: (account: AccountId, id: CampaignId) => ({
    pk: ledgerPartitions.campaign(account, id),
    sk: 'uses',
  }),
  personUses: (account: AccountId, id: CampaignId, person: string) => ({
    pk: ledgerPartitions.campaign(account, id),
    sk: `person#${person}`,
  }),
  listedCode: (account: AccountId, id: CampaignId, code: string) => ({
    pk: ledgerPartitions.campaign(account, id),
    sk: `code#${code}`,
  }),
  codeBatch: (account: AccountId, id: CampaignId, job: JobId, batch: number) => ({
    pk: ledgerPartitions.campaign(account, id),
    sk: `batch#${job}#${String(batch).padStart(7, '0')}`,
  }),
  /** How many codes of so many random digits are live? By when they end; `shard` spreads the writes. */
  liveCodes: (account: AccountId, digits: number, bucket: string, shard: string) => ({
    pk: ledgerPartitions.liveCodes(account, digits),
    sk: `${bucket}#${shard}`,
  }),
  /** May this session, visitor or address try a code? Each try under way and each failure has one of its places. */
  attemptPlace: (account: AccountId, scope: string, id: string, place: number) => ({
    pk: ledgerPartitions.attempts(account, scope, id),
    sk: `place#${String(place).padStart(2, '0')}`,
  }),
  /** Was this request made before? */
  idempotency: (account: AccountId | 'operator', digest: string) => ({
    pk: `${account}#idempotency#${digest}`,
    sk: 'answer',
  }),
}

export const ledgerPartitions = {
  account: (account: AccountId) => account as string,
  pool: (account: AccountId, pool: PoolId) => `${account}#pool#${pool}`,
  number: (account: AccountId, number: E164) => `${account}#number#${number}`,
  session: (account: AccountId, session: SessionId) => `${account}#session#${session}`,
  call: (account: AccountId, call: CallSid) => `${account}#call#${call}`,
  desk: (account: AccountId) => `${account}#desk`,
  recordings: (account: AccountId) => `${account}#recordings`,
  caller: (account: AccountId, caller: PersonalHash) => `${account}#caller#${caller}`,
  code: (account: AccountId, code: string) => `${account}#code#${code}`,
  contact: (account: AccountId, contact: string) => `${account}#contact#${contact}`,
  referrers: (account: AccountId) => `${account}#referrers`,
  referrals: (account: AccountId) => `${account}#referrals`,
  /** What did other systems tell of this deal? */
  deal: (account: AccountId, deal: string) => `${account}#deal#${deal}`,
  /** What were we told of deals in this month (UTC, `YYYY-MM`)? */
  dealsHeard: (account: AccountId, month: string) => `${account}#deals#${month}`,
  spend: (account: AccountId, day: string) => `${account}#spend#${day}`,
  campaign: (account: AccountId, id: CampaignId) => `${account}#campaign#${id}`,
  attempts: (account: AccountId, scope: string, id: string) => `${account}#attempts#${scope}#${id}`,
  liveCodes: (account: AccountId, digits: number) => `${account}#live#${digits}`,
}
