import { RemovalPolicy } from 'aws-cdk-lib'
import { AttributeType, Billing, StreamViewType, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb'
import { Construct } from 'constructs'
import { tableDefinition } from '../../shared/store/tables.ts'
import type { BridgeFunction } from './bridge-function.ts'

/**
 * What a function may do with a table. A transaction needs the rights of its parts. Nobody may scan: rebuilds and
 * audits run with an operator's own rights.
 */
const actionsOf = {
  read: ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'],
  put: ['dynamodb:PutItem'],
  update: ['dynamodb:UpdateItem'],
  remove: ['dynamodb:DeleteItem'],
  check: ['dynamodb:ConditionCheckItem'],
} as const
export type TableAccess = keyof typeof actionsOf

/** The ledger and the views, as `shared/store/tables.ts` defines them for every engine. */
export class BridgeTables extends Construct {
  readonly ledger: TableV2
  readonly views: TableV2

  constructor(scope: Construct, id: string) {
    super(scope, id)
    this.ledger = this.table('Ledger')
    this.views = this.table('Views')
  }

  /** Names the ledger to the function and gives it the rights; without any access it knows the name alone. */
  grantLedger(fn: BridgeFunction, ...access: readonly TableAccess[]): void {
    this.grant(fn, 'LEDGER_TABLE', this.ledger, access)
  }

  grantViews(fn: BridgeFunction, ...access: readonly TableAccess[]): void {
    this.grant(fn, 'VIEWS_TABLE', this.views, access)
  }

  private grant(
    fn: BridgeFunction,
    variable: 'LEDGER_TABLE' | 'VIEWS_TABLE',
    table: TableV2,
    access: readonly TableAccess[],
  ): void {
    fn.provide(variable, table.tableName)
    if (access.length > 0) table.grant(fn.lambda, ...access.flatMap((kind) => actionsOf[kind]))
  }

  private table(id: string): TableV2 {
    return new TableV2(this, id, {
      partitionKey: { name: tableDefinition.partitionKey, type: AttributeType.STRING },
      sortKey: { name: tableDefinition.sortKey, type: AttributeType.STRING },
      timeToLiveAttribute: tableDefinition.timeToLiveAttribute,
      dynamoStream: StreamViewType[tableDefinition.streamViewType],
      billing: Billing.onDemand(),
      // AWS's own key for DynamoDB: what is personal is sealed by the account's data key before it gets here
      // (`shared/store/vault.ts`), so that a key of ours would add rights and a monthly price and protect nothing more.
      encryption: TableEncryptionV2.awsManagedKey(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    })
  }
}
