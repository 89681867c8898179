import type { ExampleClient } from './client.ts'
import type { ExampleFact } from './fact.ts'
import { friendsIn, sayings } from './friends.ts'

/** What the business does with an enquiry once it is there: to look at, and to try. */

interface Named {
  readonly id: string
  readonly name: string
}

const thanks = {
  name: 'Thank you: £20 off your next service',
  direction: 'phone-to-web',
  benefit: { kind: 'amount', amount: 2000, currency: 'GBP' },
  validFor: 'P1Y',
}
const recommend = (reward: string) => ({
  name: 'Recommend us, £20 for both',
  kind: 'referral',
  direction: 'both',
  benefit: { kind: 'amount', amount: 2000, currency: 'GBP' },
  validFor: 'P1Y',
  maxUses: 1000,
  referral: { rewards: { referrer: reward, friend: reward } },
})
/** Customers of the history. */
const referrers = ['+447700900413', '+447700900358']

const notReadyYet = {
  name: 'Not ready yet',
  kind: 'nurture',
  active: true,
  mails: [
    {
      delayWorkingHours: 4,
      subject: 'When a boiler is worth replacing, and when not',
      text: 'You said that it is too early to decide, and it may be.\n\nThree signs tell that waiting costs more than it saves: a yellow flame, a bill that rises from winter to winter, and parts that nobody makes any more.',
      value: 'Can tell by themselves whether it is urgent.',
    },
    {
      delayWorkingHours: 40,
      subject: 'What others paid, all in',
      text: 'Most of our customers want to know the whole sum before anybody comes.\n\nHere is what last year’s boilers came to, with everything that was done for it.',
      value: 'Knows what it costs without having to ask.',
    },
    {
      delayWorkingHours: 80,
      subject: 'A free survey, whenever it suits',
      text: 'An engineer looks at what you have and says what can wait. It takes forty minutes and binds you to nothing.',
      value: 'Gets a survey for nothing.',
    },
  ],
  stopOn: ['reply', 'call', 'redemption', 'sale'],
}
const stayInTouch = (sequenceId: string) => ({
  name: 'Stay in touch with who is not ready',
  when: { event: 'step.reached', step: 'not-ready' },
  actions: [{ do: 'start-sequence', sequenceId }],
})
const tellWhoIsReady = {
  name: 'Somebody is ready for a person',
  when: { event: 'score.crossed', band: 'ready' },
  actions: [{ do: 'notify', roles: ['agent'] }],
}
/** A dry run: all is decided and noted, and nothing leaves. */
const googleAds = (from: string) => ({
  platform: 'google',
  name: 'Google Ads',
  mode: 'dry-run',
  from,
  settings: { customerId: '123-456-7890' },
  rules: [{ on: 'outcome', stage: 'won', action: '1001', label: 'Boiler sold' }],
})

/** Likewise repeatable: what stands by its name stays. */
export async function setUpAfterSale(
  { call, importFacts }: ExampleClient,
  { from, facts }: { readonly from: string; readonly facts: readonly ExampleFact[] },
): Promise<void> {
  const made = async (path: string, body: { readonly name: string }): Promise<string> => {
    const { data } = await call<{ data: Named[] }>('GET', path)
    const known = data.find(({ name }) => name === body.name)
    return (known ?? (await call<Named>('POST', path, body))).id
  }
  const campaignId = await made('/v1/campaigns', recommend(await made('/v1/campaigns', thanks)))
  const friends = friendsIn(facts, referrers)
  const recommended = []
  for (const [index, phone] of referrers.entries()) {
    const { code } = await call<{ code: string }>('POST', '/v1/referrals', { campaignId, holder: { phone } })
    // Some recommend more than others.
    recommended.push({ code, friends: friends.filter((_, at) => (at % 3 === 1 ? 1 : 0) === index) })
  }
  await importFacts(sayings(recommended))
  await made('/v1/triggers', stayInTouch(await made('/v1/sequences', notReadyYet)))
  await made('/v1/triggers', tellWhoIsReady)
  await made('/v1/destinations', googleAds(from))
}
