import { setTimeout as pause } from 'node:timers/promises'
import type { DynamoDBStreamEvent, SNSEvent } from 'aws-lambda'
import { handle, type LambdaContext, type LambdaEvent } from 'hono/aws-lambda'
import { instantOf } from '../../shared/domain/time.ts'
import { mailerOf } from '../../shared/mail/late.ts'
import { causeOf } from '../../shared/observe/clean.ts'
import { startFunction } from '../../shared/start-function.ts'
import { compose } from './compose.ts'
import { sendSoon } from './send-soon.ts'

const { env, tables, observer } = await startFunction('outreach')
const outreach = compose(tables, env, { mailer: mailerOf(env), observer })
const answerHttp = handle(outreach.app)
const clock = { now: () => instantOf(Date.now()), pause }
const sendMails = () => sendSoon(outreach.sendDue, clock)
const send = async () => {
  await Promise.all([sendMails(), sendSoon(() => outreach.workDue(), clock)])
}
/** The stream waits for it: one round of what is due, and none of what is about to be. */
const sendAtOnce = async () => {
  await Promise.all([sendMails(), outreach.workDue(true)])
}

/** What the schedules send: see `MailRounds` in `infra`. */
type Order = { readonly sendMails: true } | { readonly writeDigests: true }

const isFeedback = (event: DynamoDBStreamEvent | SNSEvent): event is SNSEvent =>
  'Sns' in (event.Records[0] ?? {})

/** One function behind the views' stream, the schedules, SES's word of its mails, and the API. */
async function answer(event: Order | DynamoDBStreamEvent | SNSEvent | LambdaEvent, context: LambdaContext) {
  if ('sendMails' in event) {
    await send()
    return observer.count('MailRounds')
  }
  if ('writeDigests' in event) {
    await outreach.announceDigests()
    return send()
  }
  if (!('Records' in event)) return answerHttp(event, context)
  if (isFeedback(event)) return outreach.takeFeedback(event)
  const consumed = await outreach.consume(event)
  // What is claimed stands, whatever becomes of sending it now: the schedule comes by.
  await sendAtOnce().catch((error: Error) =>
    observer.tell({ level: 'error', message: 'what is due was not sent', cause: causeOf(error) }),
  )
  return consumed
}

export const handler = observer.watch(answer)
