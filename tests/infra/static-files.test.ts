import { expect, test } from 'vitest'
import { assetCacheControl } from '../../shared/http/console-pages.ts'
import { synthesize } from './synth.ts'

const { template, logicalId } = synthesize()
const deployments = Object.entries(template.findResources('Custom::CDKBucketDeployment'))
const of = (name: string) => {
  const found = deployments.find(([id]) => id.startsWith(`StaticFiles${name}`))?.[1]
  if (!found) throw new Error(`nothing brings ${name}`)
  return found
}

test.each([
  ['Assets', { 'cache-control': assetCacheControl }, 'assets'],
  ['Document', { 'cache-control': 'no-cache', 'content-type': 'text/html; charset=utf-8' }, undefined],
  [
    'Scripts',
    { 'cache-control': 'public, max-age=3600', 'content-type': 'text/javascript; charset=utf-8' },
    undefined,
  ],
])('%s come with the deployment, and say how long they hold', (name, SystemMetadata, below) => {
  expect(of(name).Properties).toMatchObject({
    DestinationBucketName: { Ref: logicalId('StaticFiles/Bucket') },
    SystemMetadata,
  })
  expect(of(name).Properties.DestinationBucketKeyPrefix).toBe(below)
})

test('an open console finds its files for as long as it is open: none is taken away', () => {
  expect(deployments).toHaveLength(3)
  for (const [, { Properties }] of deployments) expect(Properties.Prune).toBe(false)
})

test('no document names files that are not there yet', () => {
  const [assets] = deployments.find(([id]) => id.startsWith('StaticFilesAssets')) ?? []
  expect(of('Document').DependsOn).toContain(assets)
})

test('whoever brings them has the rights before it begins', () => {
  const policy = Object.keys(template.findResources('AWS::IAM::Policy')).find((id) =>
    id.startsWith('StaticFilesDeployingRole'),
  )
  for (const [, { DependsOn }] of deployments) expect(DependsOn).toContain(policy)
})

test('the bucket is closed to the world', () => {
  const { [logicalId('StaticFiles/Bucket')]: bucket } = template.findResources('AWS::S3::Bucket')
  expect(bucket?.Properties.PublicAccessBlockConfiguration).toEqual({
    BlockPublicAcls: true,
    BlockPublicPolicy: true,
    IgnorePublicAcls: true,
    RestrictPublicBuckets: true,
  })
})
