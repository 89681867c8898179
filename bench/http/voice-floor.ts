import { createHmac } from 'node:crypto'
import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { Hono } from 'hono'
import { example } from './bridge.ts'
import { childArgument } from './child.ts'
import { countingClient, type ServerArgument, serveBench } from './serve.ts'

/**
 * The least that answers a voice webhook: the signature checked by hand, the number's route read and the call written
 * in one round trip, an answer that was there before.
 */
const { endpoint, tables } = childArgument<ServerArgument>()
const { client, commands } = countingClient(endpoint)
const twiml = `<?xml version="1.0" encoding="UTF-8"?><Response><Dial><Number>${example.businessPhone}</Number></Dial></Response>`

const app = new Hono()
app.post('/twilio/voice', async (context) => {
  const fields = new URLSearchParams(await context.req.text())
  fields.sort()
  let signed = `${example.publicBaseUrl}/twilio/voice`
  for (const [name, value] of fields) signed += name + value
  const signature = createHmac('sha1', example.authToken).update(signed).digest('base64')
  if (signature !== context.req.header('x-twilio-signature')) return context.body(null, 403)

  const to = fields.get('To') ?? ''
  const callSid = fields.get('CallSid') ?? ''
  await Promise.all([
    client.send(
      new GetItemCommand({
        TableName: tables.ledger,
        Key: { pk: { S: `number#${to}` }, sk: { S: 'route' } },
        ConsistentRead: true,
      }),
    ),
    client.send(
      new PutItemCommand({
        TableName: tables.ledger,
        Item: {
          pk: { S: `${example.account}#call#${callSid}` },
          sk: { S: 'voice' },
          fact: { S: 'voice' },
          callSid: { S: callSid },
          number: { S: to },
          at: { S: new Date().toISOString() },
          numberId: { S: 'num_bench' },
          source: { M: { source: { S: 'van' } } },
          // As long as the hash and the sealed number that the subject writes.
          caller: { S: '0'.repeat(22) },
          sealedCaller: { S: '0'.repeat(58) },
        },
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    ),
  ])
  return context.body(twiml, 200, { 'content-type': 'text/xml; charset=utf-8' })
})
await serveBench(app, commands)
