import { fileURLToPath } from 'node:url'
import { App, Validations } from 'aws-cdk-lib'
import { AwsSolutionsChecks } from 'cdk-nag'
import { composeStacks } from './stacks.ts'

const built = (folder: string) => fileURLToPath(new URL(`../dist/${folder}`, import.meta.url))

/** Context comes from the command line: `-c stage=dev -c domain=calls.example.com`; docs/deploy.md lists it. */
const app = new App()
composeStacks(app, {
  bundlesFolder: built('functions'),
  consoleFolder: built('console'),
  scriptsFolder: built('web'),
  // The Region of the profile, as the CDK's command line names it.
  region: process.env.CDK_DEFAULT_REGION,
})
Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
