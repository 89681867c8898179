import type { App } from 'aws-cdk-lib'
import { type FunctionName, functionEnvs } from '../shared/env.ts'
import { BridgeStack, type BridgeStackProps } from './bridge-stack.ts'
import { budgetOf } from './constructs/budget.ts'
import { mailIdentities } from './constructs/mail-sender.ts'
import { restoredTablesOf } from './constructs/restored-tables.ts'
import { type RouteGroup, throttles } from './constructs/throttles.ts'
import { readChoice, readCount, readCounts } from './context.ts'
import { EdgeStack } from './edge-stack.ts'
import { stackNameOf, stages } from './stage.ts'

export interface Built extends Pick<BridgeStackProps, 'bundlesFolder' | 'consoleFolder' | 'scriptsFolder'> {
  /** Where the bridge is deployed, if that is known. */
  readonly region?: string | undefined
}

/** The stacks of one stage, as the app's context asks for them. */
export function composeStacks(app: App, { region, ...folders }: Built): BridgeStack {
  const context = (name: string): string | undefined => app.node.tryGetContext(name)
  const stage = readChoice('stage', context('stage'), stages) ?? 'prod'
  const hasWebAcl = readChoice('webAcl', context('webAcl'), ['on', 'off']) === 'on'
  const [domain, hostedZoneId, issuerUrl] = [
    context('domain'),
    context('hostedZoneId'),
    context('oidcIssuer'),
  ]
  if (domain === undefined && hostedZoneId !== undefined) {
    throw new Error('-c hostedZoneId is the zone of a domain: say which with -c domain=calls.example.com')
  }

  const needsEdge = domain !== undefined || hasWebAcl
  const crossRegionReferences = needsEdge
  const edge = needsEdge
    ? new EdgeStack(app, `${stackNameOf(stage)}-Edge`, {
        description: 'Tieline: what CloudFront takes from us-east-1 alone',
        env: { region: 'us-east-1' },
        crossRegionReferences,
        domain,
        hostedZoneId,
        hasWebAcl,
      })
    : undefined

  return new BridgeStack(app, stackNameOf(stage), {
    ...folders,
    description: 'Tieline: joins phone calls to the web visits that led to them',
    stage,
    // A reference to another Region needs to know both; without one the stack goes wherever the profile says.
    ...(needsEdge && { env: { region: region ?? 'us-east-1' }, crossRegionReferences }),
    ...(domain !== undefined &&
      edge?.certificateArn !== undefined && {
        domain: { name: domain, certificateArn: edge.certificateArn, hostedZoneId },
      }),
    webAclArn: edge?.webAclArn,
    publicBaseUrl: context('publicBaseUrl'),
    houseAccount: context('houseAccount') ?? 'acc_house',
    mailFrom: context('mailFrom'),
    mailIdentity: readChoice('mailIdentity', context('mailIdentity'), mailIdentities),
    reservedConcurrency: readCounts(
      'reservedConcurrency',
      context('reservedConcurrency'),
      Object.keys(functionEnvs) as FunctionName[],
    ),
    watch: {
      mail: context('alarmMail'),
      traces: readChoice('traces', context('traces'), ['on', 'off']) === 'on',
      concurrencyLimit: readCount('concurrencyLimit', context('concurrencyLimit')),
    },
    budget: budgetOf(context('monthlyBudget'), context('alarmMail')),
    lake: readChoice('lake', context('lake'), ['on', 'off']) === 'on',
    restored: restoredTablesOf(context('ledgerStream'), context('viewsStream')),
    throttles: readCounts('throttles', context('throttles'), Object.keys(throttles) as RouteGroup[]),
    ...(issuerUrl !== undefined && {
      issuer: {
        url: issuerUrl,
        clientId: context('oidcClientId') ?? 'tieline',
        clientSecretName: context('oidcClientSecretName'),
      },
    }),
  })
}
