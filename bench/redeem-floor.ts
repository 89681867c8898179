import { BatchGetItemCommand, type DynamoDBClient, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb'

/**
 * The least that redeems a code once: what it is and whether its owner has used it, read together; then its use, its
 * fact and the count of live codes in one transaction. Every key and value is at hand already.
 */
export function createRedeemFloor(client: DynamoDBClient, TableName: string, account: string) {
  const at = '2099-11-22T12:00:00.000Z'
  const key = (pk: string, sk: string) => ({ pk: { S: pk }, sk: { S: sk } })

  const read = (code: string, owner: string) =>
    client.send(
      new BatchGetItemCommand({
        RequestItems: {
          [TableName]: {
            ConsistentRead: true,
            Keys: [
              key(`${account}#code#${code}`, 'code'),
              key(`${account}#code#${code}`, `use#red_${owner}`),
              key(`${account}#code#${code}`, `void#red_${owner}`),
              key(account, 'campaign#cmp_bench'),
            ],
          },
        },
      }),
    )

  const write = (code: string, owner: string) =>
    client.send(
      new TransactWriteItemsCommand({
        TransactItems: [
          {
            Put: {
              TableName,
              Item: {
                ...key(`${account}#code#${code}`, `use#red_${owner}`),
                fact: { S: 'code-used' },
                account: { S: account },
                code: { S: code },
                campaignId: { S: 'cmp_bench' },
                useId: { S: `red_${owner}` },
                at: { S: at },
                how: { S: 'online' },
                singleUse: { BOOL: true },
                session: { S: owner },
                benefit: { M: { kind: { S: 'percent' }, percent: { N: '10' } } },
              },
              ConditionExpression: 'attribute_not_exists(pk)',
              ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
            },
          },
          {
            Update: {
              TableName,
              Key: key(`${account}#code#${code}`, 'code'),
              UpdateExpression: 'ADD used :one',
              ConditionExpression:
                '#state = :live AND expiresAt > :at AND used <= :none AND attribute_not_exists(holdsRevision) AND attribute_not_exists(startsAt)',
              ExpressionAttributeNames: { '#state': 'state' },
              ExpressionAttributeValues: {
                ':one': { N: '1' },
                ':none': { N: '0' },
                ':live': { S: 'live' },
                ':at': { S: at },
              },
              ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
            },
          },
          {
            Update: {
              TableName,
              Key: key(`${account}#live#9`, `floor#${code.slice(-1)}`),
              UpdateExpression: 'ADD #count :less',
              ExpressionAttributeNames: { '#count': 'count' },
              ExpressionAttributeValues: { ':less': { N: '-1' } },
            },
          },
        ],
      }),
    )

  return { read, write }
}
