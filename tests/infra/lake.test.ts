import { Match } from 'aws-cdk-lib/assertions'
import { AwsSolutionsChecks } from 'cdk-nag'
import { describe, expect, it } from 'vitest'
import { lakeQueries } from '../../shared/domain/lake-queries.ts'
import { lakeColumns } from '../../shared/domain/lake-schema.ts'
import { synthesize } from './synth.ts'

const { app, template, logicalId } = synthesize({ lake: true })

describe('the lake', () => {
  it('is not there unless it is asked for', () => {
    const plain = synthesize().template
    for (const type of [
      'AWS::KinesisFirehose::DeliveryStream',
      'AWS::Glue::Table',
      'AWS::Athena::WorkGroup',
    ]) {
      plain.resourceCountIs(type, 0)
    }
  }, 60_000)

  it('has the columns of the schema, partitioned by the day, without a crawler', () => {
    template.hasResourceProperties('AWS::Glue::Table', {
      TableInput: {
        Name: 'facts',
        PartitionKeys: [Match.objectLike({ Name: 'day', Type: 'string' })],
        StorageDescriptor: {
          Columns: lakeColumns.map(({ name, type, says }) => ({ Name: name, Type: type, Comment: says })),
        },
        Parameters: Match.objectLike({ 'projection.enabled': 'true', 'projection.day.type': 'date' }),
      },
    })
  })

  it('gathers rows for a quarter of an hour and converts them to Parquet by that table', () => {
    template.hasResourceProperties('AWS::KinesisFirehose::DeliveryStream', {
      DeliveryStreamType: 'DirectPut',
      ExtendedS3DestinationConfiguration: Match.objectLike({
        Prefix: 'facts/day=!{timestamp:yyyy-MM-dd}/',
        BufferingHints: { IntervalInSeconds: 900, SizeInMBs: 128 },
        DataFormatConversionConfiguration: Match.objectLike({
          Enabled: true,
          OutputFormatConfiguration: { Serializer: { ParquetSerDe: { Compression: 'SNAPPY' } } },
          SchemaConfiguration: Match.objectLike({ DatabaseName: 'tieline', TableName: 'facts' }),
        }),
      }),
    })
  })

  it('is fed as the second reader of the ledger’s stream, bounded in every way', () => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      EventSourceArn: { 'Fn::GetAtt': [logicalId('Tables/Ledger'), 'StreamArn'] },
      FunctionName: { Ref: logicalId('Lake/Lambda') },
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 10,
      DestinationConfig: {
        OnFailure: { Destination: { 'Fn::GetAtt': [logicalId('LakeStream/SetAside'), 'Arn'] } },
      },
    })
    const ofLedger = Object.values(template.findResources('AWS::Lambda::EventSourceMapping')).filter(
      ({ Properties }) =>
        JSON.stringify(Properties.EventSourceArn) ===
        JSON.stringify({ 'Fn::GetAtt': [logicalId('Tables/Ledger'), 'StreamArn'] }),
    )
    expect(ofLedger).toHaveLength(2)
  })

  it('lets its function put rows into that stream alone, and touch no table', () => {
    template.hasResourceProperties('AWS::IAM::Policy', {
      Roles: [{ Ref: logicalId('Lake/Role') }],
      PolicyDocument: {
        Statement: Match.arrayWith([
          {
            Action: 'firehose:PutRecordBatch',
            Effect: 'Allow',
            Resource: { 'Fn::GetAtt': [logicalId('LakeFiles/Stream'), 'Arn'] },
          },
        ]),
      },
    })
    const { [logicalId('Lake/Lambda')]: lambda } = template.findResources('AWS::Lambda::Function')
    expect(Object.keys(lambda?.Properties.Environment.Variables)).not.toContain('LEDGER_TABLE')
  })

  it('brings its questions, in a workgroup that ends what reads too much', () => {
    template.hasResourceProperties('AWS::Athena::WorkGroup', {
      WorkGroupConfiguration: Match.objectLike({
        EnforceWorkGroupConfiguration: true,
        BytesScannedCutoffPerQuery: 10 * 1024 ** 3,
        ResultConfiguration: Match.objectLike({ EncryptionConfiguration: { EncryptionOption: 'SSE_S3' } }),
      }),
    })
    for (const { name, sql } of lakeQueries) {
      template.hasResourceProperties('AWS::Athena::NamedQuery', {
        Name: name,
        QueryString: sql,
        Database: 'tieline',
      })
    }
  })

  it('leaves cdk-nag nothing to say', () => {
    expect(new AwsSolutionsChecks(app).validateScope(app).violations).toEqual([])
  }, 60_000)
})
