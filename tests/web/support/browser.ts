import { existsSync } from 'node:fs'
import { type Browser, type BrowserServer, chromium } from 'playwright-core'
import { inject } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    /** The Chromium that the browser project's files share: see its global setup. */
    chromiumEndpoint: string
  }
}

const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/**
 * The search box of a window that nobody sees loads two pages of its own, and a process waits for the next site: half of
 * what a page costs. The second list is what Playwright turns off: given twice, the option counts once.
 */
const withoutFeatures = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxFullPopup',
  'InitialWebUI',
  'PreloadTopChromeWebUI',
  'SpareRendererForSitePerProcess',
  ...['AimEnabled', 'AvoidCorsURLLoaderRestartOnRedirect', 'AvoidUnnecessaryBeforeUnloadCheckSync'],
  ...['DestroyProfileOnBrowserClose', 'HttpsFirstBalancedModeAutoEnable', 'HttpsUpgrades', 'LensOverlay'],
  ...['MediaRouter', 'NetworkTimeServiceQuerying', 'OptimizationHints', 'PaintHolding', 'PreconnectToSearch'],
  'ThirdPartyStoragePartitioning',
]

/** The shared Chromium, with contexts that are the caller's alone; the caller closes it, which closes those. */
export const openBrowser = (): Promise<Browser> => chromium.connect(inject('chromiumEndpoint'))

/**
 * @returns a headless Chromium that calls nobody by itself; the caller closes it
 * @throws an Error of one line that says what to install, where there is none
 */
export function startChromium(): Promise<BrowserServer> {
  const given = process.env.CHROMIUM_PATH
  const executablePath = (given ? [given] : usualPlaces).find((path) => existsSync(path))
  if (!executablePath) {
    throw new Error(
      `no Chromium ${given ? `at CHROMIUM_PATH (${given})` : 'found'}: install it ("apt-get install chromium") or set CHROMIUM_PATH`,
    )
  }
  return chromium.launchServer({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--disable-gpu',
      '--disable-extensions',
      `--disable-features=${withoutFeatures.join()}`,
    ],
  })
}
