import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { App, type CfnElement } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import type { IConstruct } from 'constructs'
import cdkJson from '../../cdk.json' with { type: 'json' }
import { BridgeStack, type BridgeStackProps } from '../../infra/bridge-stack.ts'
import { functionEnvs } from '../../shared/env.ts'

/** What a bundle holds makes no difference to the template, so that these tests need no build. */
function stubBundles(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'tieline-bundles-'))
  for (const name of Object.keys(functionEnvs)) {
    mkdirSync(path.join(folder, name))
    writeFileSync(path.join(folder, name, 'index.mjs'), `export const handler = () => '${name}'\n`)
    writeFileSync(path.join(folder, name, 'env.example.json'), '{}')
  }
  return folder
}

export interface Synthesized {
  readonly app: App
  readonly stack: BridgeStack
  readonly template: Template
  /** The CloudFormation name of a construct in the stack (`Tables/Ledger`). */
  logicalId(constructPath: string): string
}

/** The stack as `infra/app.ts` makes it, with the settings of cdk.json. */
export function synthesize(props: Partial<BridgeStackProps> = {}): Synthesized {
  const bundlesFolder = stubBundles()
  try {
    const app = new App({
      context: cdkJson.context,
      analyticsReporting: false,
      // Takes five seconds; `npm run synth` does it.
      builtinCloudFormationValidation: false,
    })
    const stack = new BridgeStack(app, 'Tieline', { bundlesFolder, houseAccount: 'acc_house', ...props })
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
  } finally {
    rmSync(bundlesFolder, { recursive: true })
  }
}
