import { fileURLToPath } from 'node:url'
import { App, Validations } from 'aws-cdk-lib'
import { AwsSolutionsChecks } from 'cdk-nag'
import { BridgeStack } from './bridge-stack.ts'

/** Context comes from the command line: `-c publicBaseUrl=https://…`. */
const app = new App()
const context = (name: string): string | undefined => app.node.tryGetContext(name)

const issuerUrl = context('oidcIssuer')

new BridgeStack(app, 'Tieline', {
  description: 'Tieline: joins phone calls to the web visits that led to them',
  bundlesFolder: fileURLToPath(new URL('../dist/functions', import.meta.url)),
  publicBaseUrl: context('publicBaseUrl'),
  houseAccount: context('houseAccount') ?? 'acc_house',
  mailFrom: context('mailFrom'),
  ...(issuerUrl !== undefined && {
    issuer: {
      url: issuerUrl,
      clientId: context('oidcClientId') ?? 'tieline',
      clientSecretName: context('oidcClientSecretName'),
    },
  }),
})
Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
