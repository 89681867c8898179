import { isOneOf, useMe } from '../../../api/me.ts'
import { Copy } from '../../../parts/copy.tsx'
import { Trouble } from '../../../parts/empty.tsx'
import { Section } from '../../../parts/page.tsx'
import { TableSkeleton } from '../../../parts/skeleton.tsx'
import { useAccount } from '../account.ts'
import { Check } from './check.tsx'
import { Excluded } from './excluded.tsx'
import { Origins } from './origins.tsx'
import { SecretKeys } from './secret-keys.tsx'

/** The line that a page needs. @param siteKey publishable */
export const scriptTag = (siteKey: string) =>
  `<script async src="${location.origin}/t.js" data-key="${siteKey}"></script>`

/** What goes into pages and programs, and who may use it. */
export default function Install() {
  const isOwner = isOneOf(useMe(), 'owner')
  const account = useAccount()
  if (account.error) return <Trouble error={account.error} onRetry={() => void account.refetch()} />
  if (!account.data) return <TableSkeleton />
  const { id, siteKey } = account.data
  return (
    <>
      <Section
        title="Snippet"
        lead="One line in the head of every page; it waits for nothing and sets no cookie of others."
      >
        <div className="setting">
          {siteKey ? (
            <Copy label="Script tag" text={scriptTag(siteKey)} />
          ) : (
            <p className="notice">
              This account has no publishable key that could be shown: use the one you were given.
            </p>
          )}
        </div>
      </Section>
      <Check />
      <Section title="Keys">
        <div className="setting">
          {siteKey && (
            <div className="field">
              <span className="field-label">Publishable key: stands in pages, visible to all</span>
              <Copy label="Publishable key" text={siteKey} />
            </div>
          )}
          <div className="field">
            <span className="field-label">Account</span>
            <Copy label="Account" text={id} />
          </div>
          <p className="quiet small">
            Programs send a secret key as <code>Authorization: Bearer sk_…</code>.{' '}
            <a href="/docs">API reference</a>
          </p>
        </div>
      </Section>
      {isOwner && (
        <>
          <SecretKeys />
          <Origins account={account.data} />
          <Excluded account={account.data} />
        </>
      )}
      {!isOwner && (
        <p className="quiet small" style={{ marginTop: '2rem' }}>
          Whose pages may use the key, and who is not counted, owners set.
        </p>
      )}
    </>
  )
}
