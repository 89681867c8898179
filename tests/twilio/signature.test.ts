import { describe, expect, test } from 'vitest'
import { type FormFields, parseForm } from '../../shared/twilio/form.ts'
import { authTokensOf, isSignedByTwilio } from '../../shared/twilio/signature.ts'
import { twilioSignature } from '../support/twilio-signing.ts'

const token = '12345'
const url = 'https://mycompany.com/myapp.php?foo=1&bar=2'
const params = {
  CallSid: 'CA1234567890ABCDE',
  Caller: '+14158675309',
  Digits: '1234',
  From: '+14158675309',
  To: '+18005551212',
}
const bodyHash = '0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620'

/** As published in the tests of twilio-node, -python, -go, -php and -csharp. */
const vectors: [label: string, url: string, fields: FormFields, signature: string][] = [
  ['URL and fields', url, params, 'RSOYDt4T1cUTdK1PDd93/VVr8B8='],
  ['port 443, which voice drops', url.replace('.com', '.com:443'), params, 'kvajT1Ptam85bY51eRf/AJRuM3w='],
  ['http, port 80', 'http://mycompany.com:80/myapp.php?foo=1&bar=2', params, '0ZXoZLH/DfblKGATFgpif+LLRf4='],
  [
    'http, own port',
    'http://mycompany.com:1234/myapp.php?foo=1&bar=2',
    params,
    'Zmvh+3yNM1Phv2jhDCwEM3q5ebU=',
  ],
  [
    'https, own port',
    'https://mycompany.com:1234/myapp.php?foo=1&bar=2',
    params,
    'CYn1h0gLBdNxDGkKJg6hYohgeD8=',
  ],
  [
    'a repeated field',
    url,
    { Sid: 'CA123', SidAccount: 'AC123', Digits: ['5678', '1234', '1234'] },
    'IK+Dwps556ElfBT0I3Rgjkr1wJU=',
  ],
  [
    'a name with a dot, repeated',
    url,
    { 'MessagingBinding.Address': ['+1325xxxxxxx', '+1415xxxxxxx'] },
    '83O6e2vORAoJHUNzJjDWN1jz+BA=',
  ],
  ['a quote in the query', `${url}&Body=It's+amazing`, params, 'TfZzewPq8wqrGlMfyAud8+/IvJ0='],
  ['a hash of a JSON body in the query', `${url}&bodySHA256=${bodyHash}`, {}, 'a9nBmqA0ju/hNViExpshrM61xv4='],
  [
    'such a hash as the only parameter',
    `https://mycompany.com/myapp.php?bodySHA256=${bodyHash}`,
    {},
    'y77kIzt2vzLz71DgmJGsen2scGs=',
  ],
  [
    'Reason sorts before ReasonConferenceEnded',
    url,
    { ...params, ReasonConferenceEnded: 'test', Reason: 'Participant' },
    'vOEb5UThFn24KEfnOFLQY2AE5FY=',
  ],
]

describe('a signature', () => {
  test.each(vectors)('of a published vector is right: %s', (_label, vectorUrl, fields, signature) => {
    expect(isSignedByTwilio({ authTokens: [token], signature, url: vectorUrl, fields })).toBe(true)
    expect(isSignedByTwilio({ authTokens: ['12346'], signature, url: vectorUrl, fields })).toBe(false)
  })

  test('made with the wrong order of Reason and ReasonConferenceEnded is refused', () => {
    const fields = { ...params, ReasonConferenceEnded: 'test', Reason: 'Participant' }
    const signature = '95+Bu0JVPi0r/SsESZCVf0dWAjw='
    expect(isSignedByTwilio({ authTokens: [token], signature, url, fields })).toBe(false)
  })

  const signature = 'RSOYDt4T1cUTdK1PDd93/VVr8B8='
  test.each([
    ['the first of two tokens', [token, 'next'], true],
    ['the second: the token was rotated', ['next', token], true],
    ['none of them', ['next', 'other'], false],
    ['an empty list', [], false],
  ])('may be made with %s', (_label, authTokens, accepted) => {
    expect(isSignedByTwilio({ authTokens, signature, url, fields: params })).toBe(accepted)
  })

  test('made with the empty token is nobody’s', () => {
    const byAnybody = twilioSignature(url, Object.entries(params), '')
    expect(isSignedByTwilio({ authTokens: [''], signature: byAnybody, url, fields: params })).toBe(false)
  })

  test.each([
    ['missing', undefined],
    ['empty', ''],
  ])('that is %s is refused', (_label, none) => {
    expect(isSignedByTwilio({ authTokens: [token], signature: none, url, fields: params })).toBe(false)
  })
})

test('tokens are read from a list with commas', () => {
  expect(authTokensOf(' one, two,,')).toEqual(['one', 'two'])
})

test.each<[string, string, FormFields]>([
  ['an empty field', 'ToCity=&a=1', { ToCity: '', a: '1' }],
  ['a field without =', 'FinishedOnKey', { FinishedOnKey: '' }],
  ['repeated fields', 'a=2&a=1', { a: ['2', '1'] }],
  ['UTF-8', 'FromCity=M%C3%BCnchen&ToCity=%E6%9D%B1%E4%BA%AC', { FromCity: 'München', ToCity: '東京' }],
  ['plus and space', 'From=%2B1&City=New+York', { From: '+1', City: 'New York' }],
  ['leading and trailing blanks', 'a=+x+', { a: ' x ' }],
])('a form keeps %s', (_label, body, fields) => {
  expect({ ...parseForm(body) }).toEqual(fields)
})

test('a form may have any field name and more than a thousand fields', () => {
  const names = Array.from({ length: 1500 }, (_, index) => `f${index}`)
  const fields = parseForm(['__proto__=x', ...names.map((name) => `${name}=1`)].join('&'))
  expect(Object.keys(fields)).toEqual(['__proto__', ...names])
  expect(({} as Record<string, unknown>).x).toBeUndefined()
})
