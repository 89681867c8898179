import { expect, test } from 'vitest'
import { isConsolePath } from '../../shared/domain/saved-view.ts'

test.each<[string, string, boolean]>([
  ['the overview', '/', true],
  ['the overview of a period', '/?from=2026-11-01&to=2026-11-30', true],
  ['a page with its query', '/sources?groupBy=campaign&channel=Paid%20Search', true],
  ['what lies below a page', '/enquiries/enq_CA1', true],
  ['the settings’ own pages', '/settings/numbers', true],
  ['another host', 'https://evil.example/sources', false],
  ['another host without its scheme', '//evil.example/sources', false],
  ['what a browser reads as another host', '/\\evil.example', false],
  ['what a browser reads as another host, hidden by a tab', '/\t/evil.example', false],
  ['a script', 'javascript:alert(1)', false],
  ['what leads out of the page by way of it', '/sources/../oidc', false],
  ['what is served beside the console', '/v1/enquiries', false],
  ['a page that there is not', '/nowhere', false],
  ['a page without its slash', 'sources', false],
  ['an anchor', '/sources#top', false],
  ['nothing', '', false],
])('%s: %s', (_, path, isOne) => {
  expect(isConsolePath(path)).toBe(isOne)
})
