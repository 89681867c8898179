import { Duration, type RemovalPolicy, Validations } from 'aws-cdk-lib'
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  type IOrigin,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront'
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins'
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket } from 'aws-cdk-lib/aws-s3'
import { Construct } from 'constructs'
import type { BridgeFunction } from './bridge-function.ts'
import { resourceFinding } from './resource-finding.ts'

/** Where the documents stand, as keys and as paths: the same address as on one machine. */
const folder = 'fallback'

/**
 * The numbers' static fallback TwiML: a bucket that nobody reads but the CDN, which needs no function and no table to
 * answer Twilio. Not versioned: each document is rendered from the ledger, and can be again.
 */
export class FallbackFiles extends Construct {
  /** The origin below which `/fallback/DIGITS.xml` is. */
  readonly baseUrl: string
  private readonly bucket: Bucket

  constructor(scope: Construct, id: string, { removalPolicy }: { readonly removalPolicy: RemovalPolicy }) {
    super(scope, id)
    this.bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      // Kept, since numbers point there, whatever becomes of the stack.
      removalPolicy,
    })
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'One function writes it, one CDN reads it, and all of it can be rendered again from the ledger.',
    })
    const distribution = new Distribution(this, 'Cdn', {
      comment: 'Tieline: static fallback TwiML of the numbers',
      defaultBehavior: {
        // Without the right to list: what does not exist is forbidden, and nobody learns which numbers there are.
        origin: S3BucketOrigin.withOriginAccessControl(this.bucket as IBucket),
        allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
        viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
        // For as long as the document itself says. Twilio's query, which tells of the call, is neither kept nor passed on.
        cachePolicy: CachePolicy.CACHING_OPTIMIZED,
      },
    })
    this.baseUrl = `https://${distribution.domainName}`
    Validations.of(distribution).acknowledge(
      { id: 'AwsSolutions-CFR1', reason: 'Twilio fetches from wherever a call came in.' },
      {
        id: 'AwsSolutions-CFR2',
        reason: 'It serves static files from a cache, and must answer while everything else is in trouble.',
      },
      {
        id: 'AwsSolutions-CFR3',
        reason:
          'A log would hold the query of Twilio’s requests, with callers’ numbers; calls that went that way are found in Twilio’s Calls resource.',
      },
      {
        id: 'AwsSolutions-CFR4',
        reason: 'CloudFront’s own domain comes with CloudFront’s own certificate and choice of protocols.',
      },
    )
  }

  get bucketName(): string {
    return this.bucket.bucketName
  }

  /** The function writes and deletes documents, and has them all rendered anew once a day. */
  grantWrite(fn: BridgeFunction): void {
    fn.provide('FALLBACK_BUCKET', this.bucket.bucketName)
    fn.lambda.addToRolePolicy(
      new PolicyStatement({
        actions: ['s3:PutObject', 's3:DeleteObject'],
        resources: [this.bucket.arnForObjects(`${folder}/*`)],
      }),
    )
    fn.lambda.addToRolePolicy(
      new PolicyStatement({ actions: ['s3:ListBucket'], resources: [this.bucket.bucketArn] }),
    )
    new Rule(this, 'Refresh', {
      description: 'Renders the fallback documents anew: the public address may have changed',
      schedule: Schedule.rate(Duration.days(1)),
      targets: [
        new LambdaFunction(fn.lambda, {
          event: RuleTargetInput.fromObject({ refreshFallbacks: true }),
          retryAttempts: 1,
        }),
      ],
    })
    Validations.of(fn).acknowledge({
      id: resourceFinding(this.bucket, `/${folder}/*`),
      reason: 'There is a key for each number.',
    })
  }

  /** The function knows where the world reads them, which takes no right. */
  grantRead(fn: BridgeFunction): void {
    fn.provide('FALLBACK_BASE_URL', this.baseUrl)
  }

  /**
   * For a CDN that serves them below the public base URL as well, as on one machine. Numbers point at the distribution of their
   * own: a domain that lapses, or a rule that shuts somebody out, does not shut out the last that still answers.
   */
  origin(): IOrigin {
    return S3BucketOrigin.withOriginAccessControl(this.bucket as IBucket)
  }
}
