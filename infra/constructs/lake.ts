import { CfnOutput, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib'
import { CfnNamedQuery, CfnWorkGroup } from 'aws-cdk-lib/aws-athena'
import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue'
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { CfnDeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose'
import { LogGroup, LogStream, RetentionDays } from 'aws-cdk-lib/aws-logs'
import { BlockPublicAccess, Bucket, BucketEncryption, type CfnBucket } from 'aws-cdk-lib/aws-s3'
import { Construct } from 'constructs'
import { lakeQueries } from '../../shared/domain/lake-queries.ts'
import { lakeColumns, lakeFolder, lakePartition } from '../../shared/domain/lake-schema.ts'
import type { BridgeFunction } from './bridge-function.ts'

const database = 'tieline'
const resultsFolder = 'results'
/** Bytes that one query may read before Athena ends it: a careless one costs cents, not dollars. */
const mostScannedBytes = 10 * 1024 ** 3

/**
 * The ledger's facts as Parquet in S3, and what asks them: a Glue table, Athena's workgroup and named queries. Rows come
 * from a function by way of Data Firehose, which gathers them for a quarter of an hour, so that a day is at most a hundred
 * files, and writes the columns that the table has and no others.
 *
 * Partitions are the days of writing, by Firehose's own clock: partitions by account would be billed by GB and by file,
 * and cut the files small. Athena reckons the partitions that exist (`projection`): no crawler.
 */
export class Lake extends Construct {
  private readonly stream: CfnDeliveryStream

  constructor(scope: Construct, id: string) {
    super(scope, id)
    const { account, region, partition } = Stack.of(this)
    const bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: [
        { prefix: `${resultsFolder}/`, expiration: Duration.days(30) },
        { prefix: 'errors/', expiration: Duration.days(30) },
        { abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
    })
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'One stream writes it and one workgroup reads it; without personal data, and made anew from the ledger.',
    })

    const glueDatabase = new CfnDatabase(this, 'Database', {
      catalogId: account,
      databaseInput: {
        name: database,
        description: 'Tieline: the facts of the ledger, without personal data',
      },
    })
    const table = new CfnTable(this, 'Facts', {
      catalogId: account,
      databaseName: database,
      tableInput: {
        name: lakeFolder,
        tableType: 'EXTERNAL_TABLE',
        partitionKeys: [{ name: lakePartition, type: 'string', comment: 'UTC, when it was written' }],
        parameters: {
          classification: 'parquet',
          'projection.enabled': 'true',
          [`projection.${lakePartition}.type`]: 'date',
          [`projection.${lakePartition}.format`]: 'yyyy-MM-dd',
          [`projection.${lakePartition}.range`]: '2026-01-01,NOW',
          'storage.location.template': `s3://${bucket.bucketName}/${lakeFolder}/${lakePartition}=\${${lakePartition}}/`,
        },
        storageDescriptor: {
          location: `s3://${bucket.bucketName}/${lakeFolder}/`,
          inputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
          outputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
          serdeInfo: {
            serializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe',
          },
          columns: lakeColumns.map(({ name, type, says }) => ({ name, type, comment: says })),
        },
      },
    })
    table.addResourceDependency(glueDatabase)

    const logGroup = new LogGroup(this, 'Log', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    const logStream = new LogStream(this, 'Deliveries', { logGroup, removalPolicy: RemovalPolicy.DESTROY })
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('firehose.amazonaws.com', {
        conditions: { StringEquals: { 'sts:ExternalId': account } },
      }),
    })
    for (const statement of [
      { actions: ['s3:PutObject', 's3:AbortMultipartUpload'], resources: [bucket.arnForObjects('*')] },
      {
        actions: ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'],
        resources: [bucket.bucketArn],
      },
      {
        actions: ['glue:GetTable', 'glue:GetTableVersion', 'glue:GetTableVersions'],
        resources: ['catalog', `database/${database}`, `table/${database}/${lakeFolder}`].map(
          (name) => `arn:${partition}:glue:${region}:${account}:${name}`,
        ),
      },
      {
        actions: ['logs:PutLogEvents'],
        resources: [`${logGroup.logGroupArn}:log-stream:${logStream.logStreamName}`],
      },
    ]) {
      role.addToPolicy(new PolicyStatement(statement))
    }
    const bucketId = Stack.of(this).getLogicalId(bucket.node.defaultChild as CfnBucket)
    Validations.of(role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::<${bucketId}.Arn>/*]`,
      reason: 'Firehose names each file by its time.',
    })

    this.stream = new CfnDeliveryStream(this, 'Stream', {
      deliveryStreamType: 'DirectPut',
      deliveryStreamEncryptionConfigurationInput: { keyType: 'AWS_OWNED_CMK' },
      extendedS3DestinationConfiguration: {
        bucketArn: bucket.bucketArn,
        roleArn: role.roleArn,
        prefix: `${lakeFolder}/${lakePartition}=!{timestamp:yyyy-MM-dd}/`,
        errorOutputPrefix: 'errors/!{firehose:error-output-type}/!{timestamp:yyyy-MM-dd}/',
        bufferingHints: { intervalInSeconds: 900, sizeInMBs: 128 },
        compressionFormat: 'UNCOMPRESSED',
        cloudWatchLoggingOptions: {
          enabled: true,
          logGroupName: logGroup.logGroupName,
          logStreamName: logStream.logStreamName,
        },
        dataFormatConversionConfiguration: {
          enabled: true,
          inputFormatConfiguration: { deserializer: { openXJsonSerDe: {} } },
          outputFormatConfiguration: { serializer: { parquetSerDe: { compression: 'SNAPPY' } } },
          schemaConfiguration: {
            catalogId: account,
            databaseName: database,
            tableName: lakeFolder,
            region,
            roleArn: role.roleArn,
            versionId: 'LATEST',
          },
        },
      },
    })
    this.stream.addResourceDependency(table)
    this.stream.node.addDependency(role)

    const workgroup = new CfnWorkGroup(this, 'Workgroup', {
      name: database,
      description: 'Questions to the facts that no report answers',
      recursiveDeleteOption: true,
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: true,
        bytesScannedCutoffPerQuery: mostScannedBytes,
        publishCloudWatchMetricsEnabled: true,
        resultConfiguration: {
          outputLocation: `s3://${bucket.bucketName}/${resultsFolder}/`,
          encryptionConfiguration: { encryptionOption: 'SSE_S3' },
        },
      },
    })
    for (const { name, description, sql } of lakeQueries) {
      const query = new CfnNamedQuery(this, name, {
        name,
        description: `${description}. Parameters: account, first day, last day`,
        database,
        queryString: sql,
        workGroup: database,
      })
      query.addResourceDependency(workgroup)
      query.addResourceDependency(glueDatabase)
    }
    new CfnOutput(this, 'LakeBucket', { value: bucket.bucketName })
  }

  grantPut(fn: BridgeFunction): void {
    fn.provide('LAKE_STREAM', this.stream.ref)
    fn.lambda.addToRolePolicy(
      new PolicyStatement({ actions: ['firehose:PutRecordBatch'], resources: [this.stream.attrArn] }),
    )
  }
}
