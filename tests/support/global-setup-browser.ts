import type { TestProject } from 'vitest/node'
import { buildPrograms } from '../end-to-end/support/programs.ts'
import { operatorKey } from '../end-to-end/support/shared-bridge.ts'
import { startBridge } from '../end-to-end/support/started-bridge.ts'
import { startChromium } from '../web/support/browser.ts'

/** One bridge and one Chromium for all files: to start either takes longer than most of their stories. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const chromium = await startChromium()
  await buildPrograms()
  const bridge = await startBridge({ TIELINE_OPERATOR_KEY: operatorKey })
  project.provide('chromiumEndpoint', chromium.wsEndpoint())
  project.provide('sharedBridgeUrl', bridge.url)
  return async () => {
    await Promise.all([bridge.stop(), chromium.close()])
  }
}
