import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { codeEvidenceOfRedemption, foldCode, recommenderOf } from '../../shared/domain/code-evidence.ts'
import { type Contact, foldEnquiries, type Touch } from '../../shared/domain/enquiry.ts'
import type { CodeUsedFact } from '../../shared/domain/fact.ts'
import { referralOf } from '../../shared/domain/referral.ts'
import { hashesOf, withoutOwnCodes, withoutOwnLink } from '../../shared/domain/self-referral.ts'
import { classifyVisit } from '../../shared/domain/source.ts'

const at = '2026-11-10T10:00:00.000Z'
const code = '4820913365'
const used: CodeUsedFact = {
  fact: 'code-used',
  account: 'acc_1',
  code,
  campaignId: 'cmp_1',
  at,
  useId: 'red_1',
  how: 'online',
  singleUse: false,
  referrer: 'ann',
}
const story = foldCode(code, [used])
const holders = new Map([recommenderOf(story) ?? ['', '']])
const redemption = (identity: Contact['identity']): Contact => ({
  id: 'red_1',
  kind: 'redemption',
  at,
  identity,
  evidence: codeEvidenceOfRedemption(used, story),
  redemptions: [{ code, campaignId: 'cmp_1' }],
})
const visit = (query: string): Touch => ({
  at,
  sessionId: 'ses_1',
  visitorId: 'vis_1',
  source: classifyVisit({ url: `https://shop.example/start${query}`, referrer: 'https://wa.example/' }),
})
const link = visit(
  `?utm_source=referral&utm_medium=referral&utm_campaign=cmp_1&utm_content=${code}&tl_ref=482-0913365`,
)
const rules = { enquiryGapDays: 30, lookbackDays: 90 }

describe('a code that somebody uses', () => {
  test.each<[Contact['identity'], string | null, string]>([
    [['phone:ben'], 'Referral', 'a friend'],
    [['visitor:vis_1'], 'Referral', 'somebody of whom nothing is known'],
    [['phone:ann'], null, 'its owner, by phone'],
    [['visitor:vis_1', 'email:ann'], null, 'or by e-mail'],
    [['phone:ann@evd_1'], null, 'also where a marketer took the contact apart'],
    [['visitor:ann'], 'Referral', 'a browser is nobody’s hash'],
  ])('%j came by %s: %s', (identity, channel, _why) => {
    const contact = redemption(identity)
    const told = withoutOwnCodes(contact, holders, hashesOf([contact]))
    const [enquiry] = foldEnquiries([told], [], rules)
    expect(enquiry?.source?.channel ?? null).toBe(channel)
    // It is still seen, and so refused a reward.
    expect(enquiry && referralOf(enquiry)).toMatchObject({ code, by: 'code' })
  })
})

describe('a link that somebody follows', () => {
  test.each<[Touch, string, string, string]>([
    [link, 'ben', 'Referral', 'a friend'],
    [link, 'ann', 'Referral', 'its owner: by what led there, if anything did'],
    [visit('?tl_ref=1111111111'), 'ann', 'Referral', 'somebody else’s'],
    [visit('?gclid=x&utm_source=google&utm_medium=cpc'), 'ann', 'Paid Search', 'an advertisement'],
  ])('%#: %s came by %s (%s)', (touch, who, channel, _why) => {
    expect(withoutOwnLink(touch, holders, new Set([who])).source.channel).toBe(channel)
  })

  it('of their own has nothing of the recommendation left but what refuses the reward', () => {
    const bare = { ...link, source: { ...link.source, referrer: null } }
    const { source } = withoutOwnLink(bare, holders, new Set(['ann']))
    expect(source).toMatchObject({ channel: 'Direct', campaign: null, content: null })
    expect(referralOf({ evidence: [], journey: [{ ...bare, source }] })).toMatchObject({ code, by: 'link' })
  })
})

it('whoever a person is, only evidence of their own codes is changed, and the same again changes nothing', () => {
  const hash = fc.constantFrom('ann', 'ben', 'cat')
  fc.assert(
    fc.property(fc.uniqueArray(hash), hash, (own, holder) => {
      const of = new Map([[code, holder]])
      const contact = redemption([])
      const once = withoutOwnCodes(contact, of, new Set(own))
      expect(once === contact).toBe(!own.includes(holder))
      expect(withoutOwnCodes(once, of, new Set(own))).toEqual(once)
    }),
  )
})
