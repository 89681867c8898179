import {
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'
import { marshall } from '@aws-sdk/util-dynamodb'
import type { Condition } from './condition.ts'
import { type Item, itemOf, type Key } from './item.ts'
import { retryingConflict } from './retry-conflict.ts'

export type { Item, Key } from './item.ts'

/** What a guarded write came to. Losing is an answer, not an exception; `current` is the item that stood in the way. */
export type Outcome = { readonly won: true } | { readonly won: false; readonly current: Item | undefined }

export interface Range {
  readonly pk: string
  /** Items whose sort key begins so. */
  readonly prefix?: string
  /** Items whose sort key lies between the two, both included. */
  readonly between?: readonly [string, string]
  readonly descending?: boolean
  /** At most so many items. */
  readonly limit?: number
  /** The sort key after which to go on. */
  readonly after?: string | undefined
}

/** `set` replaces attributes (`undefined` removes them), `add` adds to numbers. */
export interface Change {
  readonly set?: Readonly<Record<string, unknown>>
  readonly add?: Readonly<Record<string, number>>
}

export type Write =
  | { readonly put: Item; readonly condition?: Condition }
  | { readonly update: Key; readonly change: Change; readonly condition?: Condition }
  | { readonly delete: Key; readonly condition?: Condition }
  | { readonly check: Key; readonly condition: Condition }

/**
 * One DynamoDB table, spoken to in plain objects. Every read is strongly consistent: no answer here may miss what was
 * acknowledged before. Numbers, strings, booleans, lists, maps and bytes; `undefined` is left out.
 */
export interface Table {
  get(key: Key): Promise<Item | undefined>
  /** In the order of `keys`; what does not exist is `undefined`. */
  getAll(keys: readonly Key[]): Promise<(Item | undefined)[]>
  /** All items of the range, however many pages they take. */
  query(range: Range): Promise<Item[]>
  put(item: Item): Promise<void>
  putIf(item: Item, condition: Condition): Promise<Outcome>
  update(key: Key, change: Change, condition?: Condition): Promise<Outcome>
  delete(key: Key, condition?: Condition): Promise<Outcome>
  /** All or nothing, at most 100 writes on different items. */
  transact(writes: readonly Write[]): Promise<TransactOutcome>
  /** Every item of the table, page by page: for rebuilds and audits only. */
  scan(): AsyncIterable<Item[]>
}

/** `lost` says for each write whether its own condition failed, with the item that stood in the way. */
export type TransactOutcome =
  | { readonly won: true }
  | { readonly won: false; readonly lost: readonly ({ readonly current: Item | undefined } | undefined)[] }

const marshallOptions = { removeUndefinedValues: true }
const bound = (condition: Condition | undefined, names = {}, values = {}) => {
  const allNames = { ...condition?.names, ...names }
  const allValues = { ...condition?.values, ...values }
  return {
    ...(condition && { ConditionExpression: condition.expression }),
    ...(Object.keys(allNames).length > 0 && { ExpressionAttributeNames: allNames }),
    ...(Object.keys(allValues).length > 0 && {
      ExpressionAttributeValues: marshall(allValues, marshallOptions),
    }),
  }
}

function changeExpression(change: Change) {
  const names: Record<string, string> = {}
  const values: Record<string, unknown> = {}
  const sets: string[] = []
  const removes: string[] = []
  const adds: string[] = []
  for (const [index, [attribute, value]] of Object.entries(change.set ?? {}).entries()) {
    names[`#s${index}`] = attribute
    if (value === undefined) removes.push(`#s${index}`)
    else {
      values[`:s${index}`] = value
      sets.push(`#s${index} = :s${index}`)
    }
  }
  for (const [index, [attribute, value]] of Object.entries(change.add ?? {}).entries()) {
    names[`#a${index}`] = attribute
    values[`:a${index}`] = value
    adds.push(`#a${index} :a${index}`)
  }
  const part = (word: string, list: string[]) => (list.length > 0 ? [`${word} ${list.join(', ')}`] : [])
  return {
    expression: [...part('SET', sets), ...part('REMOVE', removes), ...part('ADD', adds)].join(' '),
    names,
    values,
  }
}

const keyOf = ({ pk, sk }: Key) => marshall({ pk, sk })
/** A batch get takes 100 keys at most. */
const batchGetLimit = 100

export function createTable(client: DynamoDBClient, name: string): Table {
  async function guarded(write: () => Promise<unknown>): Promise<Outcome> {
    try {
      await retryingConflict(write)
      return { won: true }
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException)
        return { won: false, current: error.Item && itemOf(error.Item) }
      throw error
    }
  }

  const putInput = (item: Item, condition?: Condition) => ({
    TableName: name,
    Item: marshall(item, marshallOptions),
    ...bound(condition),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  })
  const updateInput = (key: Key, change: Change, condition?: Condition) => {
    const { expression, names, values } = changeExpression(change)
    return {
      TableName: name,
      Key: keyOf(key),
      UpdateExpression: expression,
      ...bound(condition, names, values),
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
    }
  }
  const keyInput = (key: Key, condition?: Condition) => ({
    TableName: name,
    Key: keyOf(key),
    ...bound(condition),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  })
  const transactItem = (write: Write): TransactWriteItem => {
    if ('put' in write) return { Put: putInput(write.put, write.condition) }
    if ('update' in write) return { Update: updateInput(write.update, write.change, write.condition) }
    if ('delete' in write) return { Delete: keyInput(write.delete, write.condition) }
    return {
      ConditionCheck: {
        ...keyInput(write.check, write.condition),
        ConditionExpression: write.condition.expression,
      },
    }
  }

  return {
    async get(key) {
      const { Item } = await client.send(
        new GetItemCommand({ TableName: name, Key: keyOf(key), ConsistentRead: true }),
      )
      return Item && itemOf(Item)
    },

    async getAll(keys) {
      const found = new Map<string, Item>()
      const distinct = [...new Map(keys.map((key) => [`${key.pk}\n${key.sk}`, key])).values()]
      for (let start = 0; start < distinct.length; start += batchGetLimit) {
        let pending = distinct.slice(start, start + batchGetLimit).map(keyOf)
        while (pending.length > 0) {
          const answer = await client.send(
            new BatchGetItemCommand({ RequestItems: { [name]: { Keys: pending, ConsistentRead: true } } }),
          )
          for (const attributes of answer.Responses?.[name] ?? []) {
            const item = itemOf(attributes)
            found.set(`${item.pk}\n${item.sk}`, item)
          }
          pending = (answer.UnprocessedKeys?.[name]?.Keys ?? []) as typeof pending
        }
      }
      return keys.map((key) => found.get(`${key.pk}\n${key.sk}`))
    },

    async query({ pk, prefix, between, descending = false, limit, after }) {
      const sortKey = between
        ? ' AND sk BETWEEN :low AND :high'
        : prefix !== undefined && prefix !== ''
          ? ' AND begins_with(sk, :prefix)'
          : ''
      const input: QueryCommandInput = {
        TableName: name,
        ConsistentRead: true,
        ScanIndexForward: !descending,
        KeyConditionExpression: `pk = :pk${sortKey}`,
        ExpressionAttributeValues: marshall({
          ':pk': pk,
          ...(between && { ':low': between[0], ':high': between[1] }),
          ...(!between && prefix && { ':prefix': prefix }),
        }),
      }
      const items: Item[] = []
      let from = after === undefined ? undefined : keyOf({ pk, sk: after })
      do {
        const page = await client.send(
          new QueryCommand({
            ...input,
            ...(from && { ExclusiveStartKey: from }),
            ...(limit !== undefined && { Limit: limit - items.length }),
          }),
        )
        for (const attributes of page.Items ?? []) items.push(itemOf(attributes))
        from = page.LastEvaluatedKey as typeof from
      } while (from && (limit === undefined || items.length < limit))
      return items
    },

    async put(item) {
      await retryingConflict(() => client.send(new PutItemCommand(putInput(item))))
    },
    putIf: (item, condition) => guarded(() => client.send(new PutItemCommand(putInput(item, condition)))),
    update: (key, change, condition) =>
      guarded(() => client.send(new UpdateItemCommand(updateInput(key, change, condition)))),
    delete: (key, condition) => guarded(() => client.send(new DeleteItemCommand(keyInput(key, condition)))),

    async transact(writes) {
      try {
        const TransactItems = writes.map(transactItem)
        await retryingConflict(() => client.send(new TransactWriteItemsCommand({ TransactItems })))
        return { won: true }
      } catch (error) {
        const reasons = error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : []
        if (!reasons.some((reason) => reason.Code === 'ConditionalCheckFailed')) throw error
        return {
          won: false,
          lost: reasons.map((reason) =>
            reason.Code === 'ConditionalCheckFailed'
              ? { current: reason.Item && itemOf(reason.Item) }
              : undefined,
          ),
        }
      }
    },

    async *scan() {
      let from: Record<string, never> | undefined
      do {
        const page = await client.send(
          new ScanCommand({
            TableName: name,
            ConsistentRead: true,
            ...(from && { ExclusiveStartKey: from }),
          }),
        )
        yield (page.Items ?? []).map(itemOf)
        from = page.LastEvaluatedKey as typeof from
      } while (from)
    },
  }
}
