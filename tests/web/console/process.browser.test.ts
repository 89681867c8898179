import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { type ConsoleAccount, consoleAccount } from './support/console.ts'
import { funnelHistory } from './support/funnel-history.ts'

interface Step {
  readonly id: string
  readonly people: number
  readonly passed: number
  readonly conversion: number | null
  readonly stopped: number | null
}
interface Funnel {
  readonly from: string
  readonly to: string
  readonly steps: readonly { readonly id: string; readonly name: string; readonly path: string }[]
  readonly totals: { readonly people: number; readonly steps: readonly Step[] }
  readonly rows: readonly { readonly key: string; readonly people: number; readonly steps: readonly Step[] }[]
  readonly previous: { readonly totals: { readonly people: number } }
}
interface Map {
  readonly stages: readonly object[]
  readonly steps: readonly { readonly id: string; readonly stage: string; readonly rules: object[] }[]
  readonly revision: number
}
interface Person {
  readonly steps: readonly { readonly id: string }[]
}
interface Scoring {
  readonly halfLifeDays: number | null
  readonly thresholds: object
  readonly rules: readonly { readonly id: string; readonly points: number }[]
  readonly revision: number
}

const phone = { width: 390, colorScheme: 'dark' } as const
const dayOf = (daysAgo: number) => new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10)
const share = (part: number | null) => `${Math.round((part ?? 0) * 100)}%`

let browser: Browser
let account: ConsoleAccount
/** Whatever is tried again begins with these. */
let usual: { readonly process: Map; readonly scoring: Scoring }
beforeAll(async () => {
  browser = await openBrowser()
  account = await consoleAccount()
  await account.tell(funnelHistory(Date.now()))
  usual = {
    process: await account.call<Map>('GET', '/v1/process'),
    scoring: await account.call<Scoring>('GET', '/v1/scoring'),
  }
})
afterAll(() => browser?.close())

test('the funnel’s figures are the API’s: the way, the sources, other days, and the people who stand at a step', async () => {
  const days = `from=${dayOf(89)}&to=${dayOf(0)}`
  const against = `compareFrom=${dayOf(179)}&compareTo=${dayOf(90)}`
  const report = await account.call<Funnel>('GET', `/v1/reports/funnel?${days}&${against}&model=first`)
  expect([report.totals.people, report.previous.totals.people]).toEqual([24, 12])
  const shown = await account.open(browser, `/funnel?${days}&${against}&model=first`)
  const { page } = shown
  const main = report.steps.filter(({ path }) => path === 'main')
  const figures = (of: Pick<Funnel['totals'], 'steps'>, id: string) => of.steps.find((step) => step.id === id)
  await page.locator('.ribbon-step', { hasText: 'Got in touch' }).click({ timeout: 60_000 })
  const way = page.locator('.ribbon-steps > li')
  expect(await way.locator('strong').allInnerTexts()).toEqual(
    main.map(({ id }) => String(figures(report.totals, id)?.passed)),
  )
  expect(await page.locator('.ribbon-conversion').allInnerTexts()).toEqual(
    main.slice(1).map(({ id }) => share(figures(report.totals, id)?.conversion ?? null)),
  )
  const email = report.rows.find(({ key }) => key === 'Email')
  const line = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'Email' }) })
  expect((await line.locator('.heat').allInnerTexts()).slice(0, 3)).toEqual(
    main.slice(1, 4).map(({ id }) => share((email && figures(email, id)?.conversion) ?? null)),
  )
  const facts = page.getByRole('region', { name: 'About Got in touch' })
  const stopped = figures(report.totals, 'enquired')?.stopped ?? 0
  expect(stopped).toBeGreaterThan(0)
  await facts.getByRole('link', { name: String(stopped), exact: true }).waitFor()
  await shown.close()

  const people = await account.open(browser, `/people?furthest=enquired&${days}`, phone)
  await people.page.getByRole('link', { name: 'Known by a form' }).first().waitFor({ timeout: 60_000 })
  expect(await people.page.getByRole('link', { name: /^Known by a/ }).count()).toBe(stopped)
  await people.close()
})

test('a step is added, dragged and moved by key; what somebody else saved meanwhile is not lost unawares', async () => {
  const { stages, steps: usualSteps } = usual.process
  await account.call('PUT', '/v1/process', { stages, steps: usualSteps })
  const shown = await account.open(browser, '/settings/process', { role: 'marketer' })
  const { page } = shown
  page.setDefaultTimeout(30_000)
  await page.getByRole('button', { name: 'Add a step to Consider' }).click({ timeout: 60_000 })
  expect(new URL(page.url()).pathname).toBe('/funnel')
  await page.getByLabel('Name', { exact: true }).fill('Read about boilers')
  await page.getByLabel('Path', { exact: true }).fill('*/boilers*')
  await page.getByRole('button', { name: 'Add the step' }).click()
  await page.getByRole('button', { name: 'Change Read about boilers' }).press('Alt+ArrowUp')
  await page.getByText('Read about boilers: 5 of 6 in Consider.').waitFor()
  await page
    .locator('.map-steps > li', { hasText: 'Texted' })
    .dragTo(page.locator('.map-steps > li', { hasText: 'Called' }), {
      targetPosition: { x: 200, y: 4 },
    })
  const before = await account.call<Map>('GET', '/v1/process')
  await account.call('PUT', '/v1/process', { stages: before.stages, steps: before.steps.slice(0, -1) })
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('Somebody else saved a change').waitFor()
  await page.getByRole('button', { name: 'Save mine over it' }).click()
  await page.getByText('Saved. Your history').waitFor()
  const { steps, revision } = await account.call<Map>('GET', '/v1/process')
  expect(revision).toBe(before.revision + 2)
  const idsOf = (stage: string) => steps.filter((step) => step.stage === stage).map(({ id }) => id)
  expect(idsOf('consider').slice(-2)).toEqual(['read-about-boilers', 'contact-page'])
  expect(idsOf('contact')).toEqual(['phone-tap', 'form', 'text', 'call', 'enquired'])
  expect(steps.find(({ id }) => id === 'read-about-boilers')?.rules).toEqual([
    { on: 'page', path: '*/boilers*' },
  ])
  // The refusal was meant: that the browser notes it is no trouble of the page.
  await page.context().close()

  const again = await account.open(browser, '/funnel?view=process', phone)
  await again.page.getByRole('button', { name: 'Back to the usual process' }).click({ timeout: 60_000 })
  await again.page.getByText('The process is changed and not saved yet.').waitFor()
  await again.page.getByText('Read about boilers').waitFor({ state: 'detached' })
  await again.close()
})

test('points are changed, taken away and given back; a person’s page tells what is left of them', async () => {
  const { halfLifeDays, thresholds, rules: usualRules } = usual.scoring
  await account.call('PUT', '/v1/scoring', { halfLifeDays, thresholds, rules: usualRules })
  const shown = await account.open(browser, '/people?view=scoring', phone)
  const { page } = shown
  page.setDefaultTimeout(30_000)
  await page.getByLabel('Points for: Called').fill('40', { timeout: 60_000 })
  await page.getByRole('button', { name: 'Take Texted away' }).click()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('button', { name: 'Take Wants no mails away' }).click()
  await page.getByRole('button', { name: 'What gives points, too' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Read about boilers')
  await page.getByLabel('Path', { exact: true }).fill('*/boilers*')
  await page.getByLabel('Points', { exact: true }).fill('7.5')
  await page.getByRole('button', { name: 'Add it' }).click()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('Saved. Your history').waitFor()
  const { rules } = await account.call<Scoring>('GET', '/v1/scoring')
  expect(rules.find(({ id }) => id === 'call')?.points).toBe(40)
  expect(rules.map(({ id }) => id)).toContain('text')
  expect(rules.map(({ id }) => id)).not.toContain('unsubscribed')
  expect(rules.at(-1)).toMatchObject({ id: 'read-about-boilers', points: 7.5 })
  await shown.close()
  await account.settled()

  const [warmest] = (await account.call<{ data: { id: string }[] }>('GET', '/v1/people?order=score&limit=1'))
    .data
  const person = await account.open(browser, `/people/${warmest?.id}`)
  await person.page.getByRole('heading', { name: 'Why this score' }).waitFor({ timeout: 60_000 })
  await person.page.getByRole('button', { name: 'Say so' }).click()
  await person.page
    .locator('.reached')
    .getByText(/ by hand/)
    .waitFor()
  await expect
    .poll(
      async () => (await account.call<Person>('GET', `/v1/people/${warmest?.id}`)).steps.map(({ id }) => id),
      {
        timeout: 60_000,
      },
    )
    .toContain('visit-done')
  await person.close()
})
