import { testAccount, testKeys } from '../support/bridge.ts'
import { signedForm } from '../support/twilio-signing.ts'
import { authToken, type Composed, publicBaseUrl } from './composed.ts'

/** What an account has one of: the ids that addresses name. */
export interface Furnished {
  readonly account: string
  readonly secretKey: string
  readonly siteKey: string
  /** By the name of the parameter, and of what stands before it in the path where that name is `id`. */
  readonly ids: Readonly<Record<string, string>>
}

const browser = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0'

/** An account with one of everything, made as its users would make it. */
export async function furnish(composed: Composed, account: string, place: number): Promise<Furnished> {
  await composed.bridge.createAccount(testAccount(account))
  const { secretKey, siteKey } = testKeys(account)
  const headers = {
    authorization: `Bearer ${secretKey}`,
    'content-type': 'application/json',
    'user-agent': browser,
  }
  async function make(path: string, body: unknown): Promise<Record<string, unknown>> {
    const { response, text } = await composed.send(path, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    })
    if (response.status >= 300) throw new Error(`${path}: ${response.status} ${text}`)
    return JSON.parse(text)
  }
  const number = `+4420794605${String(place).padStart(2, '0')}`
  const caller = `+4477009005${String(place).padStart(2, '0')}`
  const callSid = `CA${String(place).padStart(32, '0')}`
  const recordingId = `RE${String(place).padStart(32, '0')}`
  const pool = await make('/v1/pools', { name: 'Site', swapTargets: ['+442079460999'] })
  const made = await make('/v1/numbers', {
    number,
    label: 'Van',
    kind: 'source',
    source: { source: 'van', medium: 'vehicle' },
    flow: { forwardTo: ['+442079460998'], record: true },
  })
  const campaign = await make('/v1/campaigns', {
    name: 'Autumn',
    direction: 'both',
    benefit: { kind: 'percent', percent: 10 },
    validFor: 'P90D',
    maxUses: 100,
  })
  const member = await make('/v1/members', { email: `owner${place}@example.org`, role: 'owner' })
  const view = await make('/v1/saved-views', { name: 'Calls', path: '/calls' })
  const visit = await make('/v1/collect', {
    key: siteKey,
    type: 'page',
    url: 'https://shop.example/?utm_source=bing&utm_medium=cpc',
  })
  const code = await make('/v1/codes', { campaignId: campaign.id })
  const mail = {
    delayWorkingHours: 8,
    subject: 'Your quote',
    text: 'Hello {{name|there}}',
    value: 'They see it.',
  }
  const sequence = await make('/v1/sequences', { name: 'After the quote', active: true, mails: [mail] })
  const trigger = await make('/v1/triggers', {
    name: 'Missed',
    when: { event: 'call.missed' },
    actions: [{ do: 'start-sequence', sequenceId: sequence.id }],
  })
  const twilio = async (path: string, fields: Record<string, string>) => {
    const url = `${publicBaseUrl}${path}`
    const { response, text } = await composed.send(path, signedForm(url, fields, authToken))
    if (response.status >= 300) throw new Error(`${path}: ${response.status} ${text}`)
  }
  const call = {
    CallSid: callSid,
    From: caller,
    To: number,
    AccountSid: `AC${'0'.repeat(32)}`,
    Direction: 'inbound',
  }
  await twilio('/twilio/voice', { ...call, CallStatus: 'ringing' })
  await twilio('/twilio/recording', {
    ...call,
    RecordingSid: recordingId,
    RecordingStatus: 'completed',
    RecordingDuration: '10',
  })
  composed.twilio.sounds.set(recordingId, Buffer.from('sound'))
  await twilio('/twilio/sms', {
    MessageSid: `SM${String(place).padStart(32, '0')}`,
    From: caller,
    To: number,
    Body: 'Are you open?',
  })
  const consent = { basis: 'consent', note: 'said so on the phone' }
  await make(`/v1/contacts/${callSid}/email`, { email: `caller${place}@example.org`, consent })
  await make(`/v1/sequences/${sequence.id}/enrolments`, { contact: callSid })
  const job = await make(`/v1/campaigns/${campaign.id}/codes`, { count: 5 })
  const inbound = await make('/v1/inbound', { name: 'CRM', map: { fields: { stage: ['stage'] } } })
  const erasure = await make('/v1/erasures', { contact: 'nobody' })
  const webhook = await make('/v1/webhooks', {
    url: 'https://example.com/hooks',
    events: ['call.missed'],
  })
  const delivery = await make(`/v1/webhooks/${webhook.id}/test`, {})
  const destination = await make('/v1/destinations', {
    platform: 'meta',
    name: 'Meta',
    settings: { datasetId: '1234567890' },
    rules: [{ on: 'enquiry', action: 'Lead' }],
  })
  await composed.bridge.settled()
  return {
    account,
    secretKey,
    siteKey,
    ids: {
      numbers: made.id as string,
      pools: pool.id as string,
      campaigns: campaign.id as string,
      members: member.id as string,
      'saved-views': view.id as string,
      sequences: sequence.id as string,
      triggers: trigger.id as string,
      contacts: callSid,
      webhooks: webhook.id as string,
      deliveries: delivery.id as string,
      destinations: destination.id as string,
      sessions: visit.sessionId as string,
      people: visit.visitorId as string,
      visitorId: visit.visitorId as string,
      codes: code.code as string,
      code: code.code as string,
      jobs: (job.id as string | undefined) ?? 'job_1',
      erasures: erasure.id as string,
      inbound: inbound.id as string,
      enquiries: `enq_${callSid}`,
      texts: `SM${String(place).padStart(32, '0')}`,
      calls: callSid,
      callSid,
      recordingId,
      recordings: recordingId,
      evidenceId: `evd_${callSid}~source-number~${number}`,
      number,
      caller,
    },
  }
}

/** The path with the ids of that account in it. */
export const pathIn = (path: string, { ids }: Pick<Furnished, 'ids'>): string =>
  path.replace(/([^/]+)\/\{(\w+)\}/g, (_all, before: string, name: string) => {
    const id = (name === 'id' ? ids[before] : (ids[name] ?? ids[before])) ?? 'unknown'
    return `${before}/${encodeURIComponent(id)}`
  })
