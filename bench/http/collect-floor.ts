import { createHash, randomUUID } from 'node:crypto'
import { GetItemCommand, PutItemCommand, QueryCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb'
import { Hono } from 'hono'
import { example, trackingNumber } from './bridge.ts'
import { childArgument } from './child.ts'
import { countingClient, type ServerArgument, serveBench } from './serve.ts'

/**
 * The least that answers the beacon of a session that lives on: whose key it is; the account, its pools and the
 * session's end read together; the lease's slot and the page written together; an answer that was there before.
 */
const { endpoint, tables } = childArgument<ServerArgument>()
const { client, commands } = countingClient(endpoint)
const TableName = tables.ledger

const get = (pk: string, sk: string) =>
  client.send(new GetItemCommand({ TableName, Key: { pk: { S: pk }, sk: { S: sk } }, ConsistentRead: true }))

const app = new Hono()
app.post('/v1/collect', async (context) => {
  const { key, url, visitorId, sessionId } = await context.req.json()
  const digest = createHash('sha256').update(key).digest('hex')
  await get(`key#${digest}`, 'key')
  await Promise.all([
    get(example.account, 'account'),
    client.send(
      new QueryCommand({
        TableName,
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':pk': { S: example.account }, ':prefix': { S: 'pool#' } },
        Limit: 100,
      }),
    ),
    client.send(
      new QueryCommand({
        TableName,
        ConsistentRead: true,
        ScanIndexForward: false,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :low AND :high',
        ExpressionAttributeValues: {
          ':pk': { S: `${example.account}#session#${sessionId}` },
          ':low': { S: 'page#' },
          ':high': { S: 'seen' },
        },
        Limit: 2,
      }),
    ),
  ])
  const at = new Date().toISOString()
  const number = trackingNumber(Number(sessionId.slice(-3)))
  await Promise.all([
    client.send(
      new UpdateItemCommand({
        TableName,
        Key: { pk: { S: `${example.account}#floor-slots` }, sk: { S: `slot#${number}` } },
        UpdateExpression: 'SET #until = :until, freeAt = :until',
        ConditionExpression: 'attribute_not_exists(#until) OR #until < :until',
        ExpressionAttributeNames: { '#until': 'until' },
        ExpressionAttributeValues: { ':until': { S: `${at}${randomUUID()}` } },
      }),
    ),
    client.send(
      new PutItemCommand({
        TableName,
        Item: {
          pk: { S: `${example.account}#floor#${sessionId}` },
          sk: { S: `page#${at}#${randomUUID().slice(0, 22)}` },
          fact: { S: 'page' },
          account: { S: example.account },
          session: { S: sessionId },
          visitor: { S: visitorId },
          at: { S: at },
          url: { S: url },
          leases: {
            L: [
              {
                M: {
                  poolId: { S: 'pol_bench' },
                  number: { S: number },
                  from: { S: at },
                  shared: { BOOL: false },
                },
              },
            ],
          },
        },
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    ),
  ])
  const swap = [{ target: example.businessPhone, number, display: number }]
  return context.json({ visitorId, sessionId, swap, code: null })
})
await serveBench(app, commands)
