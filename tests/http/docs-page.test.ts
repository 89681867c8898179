import { expect, test } from 'vitest'
import * as z from 'zod/mini'
import { adminOperations } from '../../functions/admin/operations.ts'
import { docsPage } from '../../shared/http/docs-page.ts'
import { openApiDocument } from '../../shared/http/openapi.ts'
import { operation } from '../../shared/http/operation.ts'

const serverUrl = 'http://localhost:8787'
const page = docsPage(openApiDocument(adminOperations, { serverUrl }))

test('loads nothing and runs nothing', () => {
  expect(page).not.toMatch(/<script|<link|<img|<iframe|@import|url\(|\son\w+=/i)
  const targets = [...page.matchAll(/(?:href|src|action)="([^"]*)"/g)].map(([, target]) => target)
  expect(targets.filter((target) => !target?.startsWith('#') && target !== '/openapi.json')).toEqual([])
})

test('every link within the page leads somewhere', () => {
  const ids = new Set([...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id))
  const targets = [...page.matchAll(/href="#([^"]*)"/g)].map(([, id]) => id)
  expect(targets.length).toBeGreaterThan(adminOperations.length)
  expect(targets.filter((target) => !ids.has(target))).toEqual([])
})

test('shows fields, refusals and a curl line that could be pasted', () => {
  expect(page).toContain('<code>forwardTo</code>')
  expect(page).toContain('<code>number_taken</code>')
  expect(page).toContain(
    [
      `curl -X POST &#39;${serverUrl}/v1/pools&#39; \\`,
      '  -H &quot;Authorization: Bearer $TIELINE_SECRET_KEY&quot; \\',
      '  -H &#39;Content-Type: application/json&#39; \\',
      '  -d &#39;{&quot;name&quot;:&quot;…&quot;,&quot;swapTargets&quot;:[&quot;+442079460000&quot;]}&#39;',
    ].join('\n'),
  )
})

test('text is text, whatever it holds', () => {
  const hostile = '<img src=x onerror=alert(1)>"\'`<b>`'
  const html = docsPage(
    openApiDocument(
      [
        operation({
          id: 'hostile',
          tag: hostile,
          summary: hostile,
          description: hostile,
          method: 'post',
          path: '/v1/<script>',
          auth: 'secret',
          query: z.object({ [hostile]: z.string().check(z.meta({ description: hostile })) }),
          body: z.object({ [hostile]: z.enum([hostile]) }),
          replies: { 200: z.object({ [hostile]: z.literal(hostile) }) },
        }),
      ],
      { serverUrl },
    ),
  )
  expect(html).toContain('&lt;img src=x')
  expect(html).not.toMatch(/<img|<b>|<script/)
})
