/** A table that is there, with its stream. */
export interface RestoredTable {
  readonly tableArn: string
  readonly tableStreamArn: string
}
export interface RestoredTables {
  readonly ledger: RestoredTable
  readonly views: RestoredTable
}

const restoredTable = (name: string, streamArn: string): RestoredTable => {
  const [, tableArn] =
    /^(arn:[\w-]+:dynamodb:[\w-]+:\d{12}:table\/[\w.-]+)\/stream\/\S+$/.exec(streamArn) ?? []
  if (tableArn === undefined) throw new Error(`${name} is the ARN of a table's stream, not "${streamArn}"`)
  return { tableArn, tableStreamArn: streamArn }
}

/**
 * What the functions work on after a restore, as the command line gives it (`-c ledgerStream=arn:… -c viewsStream=arn:…`): a
 * stream's ARN names its table as well.
 * @throws an Error of one line for one without the other, or what is no such ARN
 */
export function restoredTablesOf(
  ledgerStream: string | undefined,
  viewsStream: string | undefined,
): RestoredTables | undefined {
  if (ledgerStream === undefined && viewsStream === undefined) return undefined
  if (ledgerStream === undefined || viewsStream === undefined) {
    throw new Error('both tables are restored to one moment: give ledgerStream and viewsStream')
  }
  return {
    ledger: restoredTable('ledgerStream', ledgerStream),
    views: restoredTable('viewsStream', viewsStream),
  }
}
