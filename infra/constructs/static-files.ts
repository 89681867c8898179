import { RemovalPolicy, Stack, Validations } from 'aws-cdk-lib'
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs'
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket } from 'aws-cdk-lib/aws-s3'
import { Asset } from 'aws-cdk-lib/aws-s3-assets'
import { BucketDeployment, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment'
import { Construct } from 'constructs'
import { assetCacheControl, documentCacheControl } from '../../shared/http/console-pages.ts'
import { resourceFinding } from './resource-finding.ts'

export interface StaticFilesProps {
  /** Where the build put the console: `index.html` and `assets/`. */
  readonly consoleFolder: string
  /** Where it put `t.js` and `check.js`. */
  readonly scriptsFolder: string
}

interface Files {
  readonly id: string
  readonly folder: string
  readonly exclude?: string[]
  /** The path below which they stand. */
  readonly below?: string
  readonly cacheControl: string
  readonly contentType?: string
}

/**
 * The console and the scripts of pages, in a bucket that nobody reads but the CDN. They come with the deployment and go back
 * with it. What an open console may still ask for stays: old assets are never deleted, and new ones are there before the
 * document that names them.
 */
export class StaticFiles extends Construct {
  readonly bucket: Bucket
  private readonly role: Role
  private readonly log: LogGroup

  constructor(scope: Construct, id: string, { consoleFolder, scriptsFolder }: StaticFilesProps) {
    super(scope, id)
    this.bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      // All of it is in the repository. CloudFormation deletes an empty bucket only: the guide says how to empty it.
      removalPolicy: RemovalPolicy.DESTROY,
    })
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'The deployment writes it, the CDN reads it, and all of it is public and in the repository.',
    })
    this.log = new LogGroup(this, 'Log', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    this.role = this.deployingRole()
    const assets = this.deploy({
      id: 'Assets',
      folder: `${consoleFolder}/assets`,
      below: 'assets',
      cacheControl: assetCacheControl,
    })
    const document = this.deploy({
      id: 'Document',
      folder: consoleFolder,
      exclude: ['assets', '.built-from'],
      cacheControl: documentCacheControl,
      contentType: 'text/html; charset=utf-8',
    })
    document.node.addDependency(assets)
    this.acknowledgeDeployer()
    this.deploy({
      id: 'Scripts',
      folder: scriptsFolder,
      // As the function answers that has them on one machine: an hour is how long a page may run an old one.
      cacheControl: 'public, max-age=3600',
      contentType: 'text/javascript; charset=utf-8',
    })
  }

  private deploy({ id, folder, exclude, below, cacheControl, contentType }: Files): BucketDeployment {
    const zip = new Asset(this, `${id}Zip`, { path: folder, ...(exclude && { exclude }) })
    this.role.addToPolicy(
      new PolicyStatement({
        actions: ['s3:GetObject'],
        resources: [zip.bucket.arnForObjects(zip.s3ObjectKey)],
      }),
    )
    const deployment = new BucketDeployment(this, id, {
      sources: [Source.bucket(zip.bucket, zip.s3ObjectKey)],
      destinationBucket: this.bucket as IBucket,
      ...(below !== undefined && { destinationKeyPrefix: below }),
      cacheControl: [CacheControl.fromString(cacheControl)],
      ...(contentType !== undefined && { contentType }),
      prune: false,
      // It asks for nothing more: what it would be given otherwise is every right on both buckets, by stars.
      role: this.role.withoutPolicyUpdates(),
      logGroup: this.log,
      memoryLimit: 512,
    })
    deployment.node.addDependency(this.role)
    return deployment
  }

  private deployingRole(): Role {
    const role = new Role(this, 'DeployingRole', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') })
    const statements = [
      { actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [this.log.logGroupArn] },
      { actions: ['s3:ListBucket'], resources: [this.bucket.bucketArn] },
      { actions: ['s3:PutObject'], resources: [this.bucket.arnForObjects('*')] },
    ]
    for (const statement of statements) role.addToPolicy(new PolicyStatement(statement))
    Validations.of(role).acknowledge({
      id: resourceFinding(this.bucket, '/*'),
      reason: 'The bucket is for nothing else than the files that this role puts there.',
    })
    return role
  }

  /** The one function by which CDK brings files to a bucket; it stands beside us in the stack. */
  private acknowledgeDeployer(): void {
    const deployer = Stack.of(this).node.children.find(({ node }) =>
      node.id.startsWith('Custom::CDKBucketDeployment'),
    )
    if (!deployer) throw new Error('CDK’s function for files is not where it was')
    Validations.of(deployer).acknowledge({
      id: 'AwsSolutions-L1',
      reason: 'It is CDK’s own, on the runtime that CDK has tried it on; it runs during deployments only.',
    })
  }
}
