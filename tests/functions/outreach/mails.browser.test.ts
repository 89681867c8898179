import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { letterHtml } from '../../../functions/outreach/mails/letter-html.tsx'
import { renderSubscription } from '../../../functions/outreach/unsubscribe-page.ts'
import { openBrowser } from '../../web/support/browser.ts'
import { form, voicemail } from './examples.ts'
import { digestLetter, noticeLetter } from './letters.ts'

/** Mails as a mail program with a browser inside shows them: narrow and wide, by day and by night. */
let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

const mails = {
  'a missed call': letterHtml(noticeLetter(voicemail)),
  'a form': letterHtml(
    noticeLetter({
      ...form,
      written: [{ label: 'Address', text: `https://example.org/${'a'.repeat(200)}` }],
    }),
  ),
  'the weekly report': letterHtml(digestLetter()),
  'the way out': renderSubscription({
    business: 'Sash & Sons',
    kind: 'enquiries',
    query: 'account=acc_1',
    preferences: { enquiries: 'missed', digest: true },
  }),
}

async function open(html: string, width: number, colorScheme: 'light' | 'dark'): Promise<Page> {
  const page = await browser.newPage({
    viewport: { width, height: 900 },
    colorScheme,
    javaScriptEnabled: true,
  })
  page.on('request', (request) => {
    throw new Error(`a mail fetches nothing, and this one asks for ${request.url()}`)
  })
  await page.setContent(html)
  return page
}

describe.each(Object.entries(mails))('%s', (_name, html) => {
  test.each([
    [390, 'light'],
    [700, 'dark'],
  ] as const)('at %i px, %s: nothing is cut off, and everything can be read', async (width, scheme) => {
    const page = await open(html, width, scheme)
    try {
      const { over, background } = (await page.evaluate(
        '({ over: document.documentElement.scrollWidth - innerWidth, background: getComputedStyle(document.body).backgroundColor })',
      )) as { over: number; background: string }
      expect(over).toBe(0)
      expect(background).toBe(scheme === 'dark' ? 'rgb(25, 23, 21)' : 'rgb(250, 247, 241)')
      await page.evaluate(axe.source)
      const { violations } = (await page.evaluate(
        'axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag22aa"], resultTypes: ["violations"] })',
      )) as {
        violations: { id: string; nodes: { html: string }[] }[]
      }
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
    } finally {
      await page.close()
    }
  })
})

describe('for mail programs that know little', () => {
  test.each(Object.entries(mails).filter(([name]) => name !== 'the way out'))(
    '%s stands without style sheet, script, form and picture',
    (_name, html) => {
      expect(html).toMatch(/^<!DOCTYPE html PUBLIC "-\/\/W3C\/\/DTD XHTML 1.0 Transitional/)
      expect(html).not.toMatch(/<script|<form|<img|<link|display:\s*(flex|grid)|url\(/)
      // Gmail cuts off what is longer.
      expect(Buffer.byteLength(html)).toBeLessThan(102_000)
    },
  )
})
