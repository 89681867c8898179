import type { Hono } from 'hono'
import * as z from 'zod/mini'
import type { AccountId } from '../../shared/domain/ids.ts'
import { foldConversation } from '../../shared/domain/text-conversation.ts'
import { rightsOf, toldPhone, toldText } from '../../shared/http/caller.ts'
import { type Authenticate, handle, operation, reply } from '../../shared/http/operation.ts'
import { refuse } from '../../shared/http/problem.ts'
import type { AttributionPorts } from './deps.ts'
import { idParams, instant, note, text } from './field.ts'

export const conversationSchema = z
  .object({
    id: z.string().check(note('The MessageSid of the text that opened the conversation')),
    number: z.string().check(note('The tracking number that was texted')),
    from: text.check(note('Null if no phone sent it; masked for marketers and viewers')),
    startedAt: instant,
    messages: z
      .array(z.object({ messageSid: z.string(), at: instant, body: z.string(), attachments: z.int() }))
      .check(note('In time order')),
    enquiryId: text.check(note('Null until the views show it')),
  })
  .check(z.meta({ id: 'TextConversation' }))

export const getText = operation({
  id: 'getText',
  tag: 'Enquiries',
  summary: 'What somebody texted',
  description:
    'Texts of one phone to one number within 24 hours of the first are one conversation, and one contact of kind `text`: ' +
    '`GET /v1/enquiries?kind=text` lists the enquiries that have one, whose `contacts` name it. STOP, START and HELP are none, nor are texts of the business’s own phones.',
  method: 'get',
  auth: 'secret',
  path: '/v1/texts/{id}',
  params: idParams,
  replies: { 200: conversationSchema },
  problems: ['not_found'],
})

export interface TextDeps extends Pick<AttributionPorts, 'ledger' | 'views'> {
  readonly authenticate: Authenticate
  readonly open: (account: AccountId, sealed: string) => string
}

export function mountTexts(app: Hono, { ledger, views, authenticate, open }: TextDeps): void {
  handle(app, { authenticate }, getText, async ({ account, caller, params: { id } }) => {
    const rights = rightsOf(caller)
    const facts = await ledger.texts.factsOf(account, id)
    if (facts.length === 0) return refuse('not_found', 'The account has no conversation of this id.')
    const { number, sealedSender, at, texts } = foldConversation(facts)
    const { heads } = await views.enquiries.read(account, [id])
    return reply(200, {
      id,
      number,
      from: sealedSender === undefined ? null : toldPhone(rights, open(account, sealedSender)),
      startedAt: at,
      messages: texts.map(({ messageSid, at: sentAt, sealedBody, attachments = 0 }) => ({
        messageSid,
        at: sentAt,
        body: toldText(rights, open(account, sealedBody)),
        attachments,
      })),
      enquiryId: heads.get(id)?.enquiryId ?? null,
    })
  })
}
