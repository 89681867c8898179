import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/**
 * @returns a headless Chromium that calls nobody by itself; the caller closes it
 * @throws an Error of one line that says what to install, where there is none
 */
export function launchBrowser(): Promise<Browser> {
  const given = process.env.CHROMIUM_PATH
  const executablePath = (given ? [given] : usualPlaces).find((path) => existsSync(path))
  if (!executablePath) {
    throw new Error(
      `no Chromium ${given ? `at CHROMIUM_PATH (${given})` : 'found'}: install it ("apt-get install chromium") or set CHROMIUM_PATH`,
    )
  }
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-background-networking', '--disable-gpu'],
  })
}
