import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { App, type CfnElement } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import type { IConstruct } from 'constructs'
import cdkJson from '../../cdk.json' with { type: 'json' }
import { BridgeStack, type BridgeStackProps } from '../../infra/bridge-stack.ts'
import { composeStacks } from '../../infra/stacks.ts'
import { functionEnvs } from '../../shared/env.ts'

/** What files hold makes no difference to the template, so that these tests need no build. */
function stubBuild() {
  const folder = mkdtempSync(path.join(tmpdir(), 'tieline-build-'))
  const write = (name: string, text: string) => {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
    writeFileSync(path.join(folder, name), text)
  }
  for (const name of Object.keys(functionEnvs)) {
    write(`functions/${name}/index.mjs`, `export const handler = () => '${name}'\n`)
    write(`functions/${name}/env.example.json`, '{}')
  }
  write('console/index.html', '<!doctype html>')
  write('console/assets/index-abc.js', '')
  write('web/t.js', '')
  write('web/check.js', '')
  return {
    folder,
    bundlesFolder: path.join(folder, 'functions'),
    consoleFolder: path.join(folder, 'console'),
    scriptsFolder: path.join(folder, 'web'),
  }
}

export interface Synthesized {
  readonly app: App
  readonly stack: BridgeStack
  readonly template: Template
  /** The CloudFormation name of a construct in the stack (`Tables/Ledger`). */
  logicalId(constructPath: string): string
}

/** With the settings of cdk.json. */
export const newApp = (context: Record<string, string> = {}) =>
  new App({
    context: {
      ...cdkJson.context,
      ...context,
      // What would be copied is of no interest either.
      'aws:cdk:disable-asset-staging': true,
    },
    analyticsReporting: false,
    // Takes five seconds; `npm run synth` does it.
    builtinCloudFormationValidation: false,
  })

function withBuild<T>(work: (build: Omit<ReturnType<typeof stubBuild>, 'folder'>) => T): T {
  const { folder, ...build } = stubBuild()
  try {
    return work(build)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function synthesized(app: App, stack: BridgeStack): Synthesized {
  return {
    app,
    stack,
    template: Template.fromStack(stack),
    logicalId(constructPath) {
      const construct = constructPath
        .split('/')
        .reduce((node, id) => node.node.findChild(id), stack as IConstruct)
      const child = construct.node.defaultChild ?? construct
      return stack.resolve(stack.getLogicalId(child as CfnElement))
    },
  }
}

/** Files that ask for the same share it: to synthesize takes a second or more. */
const known = new Map<string, Synthesized>()
function once(what: object, make: () => Synthesized): Synthesized {
  const key = JSON.stringify(what)
  const made = known.get(key) ?? make()
  known.set(key, made)
  return made
}

/** The stack alone, with the settings of cdk.json; to be looked at and not changed. */
export const synthesize = (props: Partial<BridgeStackProps> = {}): Synthesized =>
  once(props, () =>
    withBuild((build) => {
      const app = newApp()
      const usual = { ...build, stage: 'prod', houseAccount: 'acc_house' } as const
      return synthesized(app, new BridgeStack(app, 'Tieline', { ...usual, ...props }))
    }),
  )

/** All stacks as `infra/app.ts` makes them, of what the command line says (`-c stage=dev`). */
export const synthesizeApp = (context: Record<string, string>, region = 'eu-west-2'): Synthesized =>
  once([context, region], () =>
    withBuild((build) => {
      const app = newApp(context)
      return synthesized(app, composeStacks(app, { ...build, region }))
    }),
  )

/** All that the command line can ask for. */
export const everything = {
  stage: 'prod',
  domain: 'calls.example.com',
  hostedZoneId: 'Z0EXAMPLE',
  webAcl: 'on',
  mailFrom: 'desk@example.com',
  mailIdentity: 'domain',
  houseAccount: 'acc_1',
  reservedConcurrency: 'call-webhook=200,session=100',
  throttles: 'collect=100',
  alarmMail: 'ops@example.com',
  monthlyBudget: '50',
  concurrencyLimit: '10',
  traces: 'on',
  lake: 'on',
  secrets: '2',
} as const

/** A domain of which Route 53 knows nothing, and one for mails. */
export const withoutZone = {
  domain: 'calls.example.com',
  mailFrom: 'desk@example.com',
  mailIdentity: 'domain',
} as const
