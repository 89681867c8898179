import {
  AttributeType,
  Billing,
  type CfnGlobalTable,
  ContributorInsightsMode,
  type ITableV2,
  StreamViewType,
  TableEncryptionV2,
  type TablePropsV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb'
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam'
import { Construct } from 'constructs'
import { tableDefinition } from '../../shared/store/tables.ts'
import type { Keeping } from '../stage.ts'
import type { BridgeFunction } from './bridge-function.ts'
import type { BridgeKey } from './bridge-key.ts'
import type { RestoredTable, RestoredTables } from './restored-tables.ts'

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

export interface BridgeTablesProps {
  /** They rest under it. */
  readonly key: BridgeKey
  readonly keeping: Keeping
  /** What the functions work on after a restore: not the stack's own, which stay beside them. */
  readonly restored?: RestoredTables | undefined
}

/**
 * A table that rests under a key of ours: whoever may read its stream may have DynamoDB use the key. What is personal is sealed by the
 * account's data key before it gets here (`shared/store/vault.ts`); this closes the rest to whoever has rights on the table
 * alone.
 */
class KeyedTable extends TableV2 {
  private readonly key: BridgeKey

  constructor(scope: Construct, id: string, key: BridgeKey, props: TablePropsV2) {
    super(scope, id, { ...props, encryption: TableEncryptionV2.awsManagedKey() })
    this.key = key
    // CDK's own option for a key of ours wants to know the Region beforehand.
    const resource = this.node.defaultChild as CfnGlobalTable
    resource.addPropertyOverride('Replicas.0.SSESpecification', { KMSMasterKeyId: key.key.keyArn })
  }

  override grantStreamRead(grantee: IGrantable): Grant {
    this.key.grantTables(grantee)
    return super.grantStreamRead(grantee)
  }
}

/** The ledger and the views, as `shared/store/tables.ts` defines them for every engine. */
export class BridgeTables extends Construct {
  readonly ledger: ITableV2
  readonly views: ITableV2

  private readonly key: BridgeKey

  constructor(scope: Construct, id: string, { key, keeping, restored }: BridgeTablesProps) {
    super(scope, id)
    this.key = key
    const own = {
      ledger: this.table('Ledger', keeping) as ITableV2,
      views: this.table('Views', keeping) as ITableV2,
    }
    // A table that was restored rests under the key of what it was restored from.
    const known = (name: string, table: RestoredTable) =>
      TableV2.fromTableAttributes(this, name, { ...table, encryptionKey: key.key })
    this.ledger = restored ? known('RestoredLedger', restored.ledger) : own.ledger
    this.views = restored ? known('RestoredViews', restored.views) : own.views
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
    table: ITableV2,
    access: readonly TableAccess[],
  ): void {
    fn.provide(variable, table.tableName)
    if (access.length === 0) return
    table.grant(fn.lambda, ...access.flatMap((kind) => actionsOf[kind]))
    this.key.grantTables(fn.lambda)
  }

  private table(id: string, keeping: Keeping): TableV2 {
    return new KeyedTable(this, id, this.key, {
      partitionKey: { name: tableDefinition.partitionKey, type: AttributeType.STRING },
      sortKey: { name: tableDefinition.sortKey, type: AttributeType.STRING },
      timeToLiveAttribute: tableDefinition.timeToLiveAttribute,
      dynamoStream: StreamViewType[tableDefinition.streamViewType],
      billing: Billing.onDemand(),
      // Tells which key was throttled; to count every key that is read would cost with each.
      contributorInsightsSpecification: {
        enabled: true,
        mode: ContributorInsightsMode.THROTTLED_KEYS,
      },
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      ...keeping,
    })
  }
}
