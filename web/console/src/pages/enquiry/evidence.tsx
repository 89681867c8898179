import { useState } from 'react'
import { isOneOf, useMe } from '../../api/me.ts'
import type { Enquiry } from '../../api/types.ts'
import { dateAndTime, share } from '../../look/format.ts'
import { Badge } from '../../parts/badge.tsx'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Field } from '../../parts/field.tsx'
import { Section } from '../../parts/page.tsx'
import { evidenceNames } from './revisions.ts'
import { useVerdict } from './use-verdict.ts'
import './evidence.css'

type Each = Enquiry['evidence'][number]

function Line({
  each,
  because,
  isDeciding,
  isRevoked,
  onTurn,
}: {
  readonly each: Each
  readonly because?: string
  readonly isDeciding: boolean
  readonly isRevoked: boolean
  readonly onTurn?: () => void
}) {
  const { timeZone } = useMe().account
  return (
    <li className={`proof ${isRevoked ? 'proof-revoked' : ''}`}>
      <span className="proof-strength">
        <span className="proof-bar" aria-hidden="true">
          <span style={{ width: `${each.strength * 100}%` }} />
        </span>
        {share(each.strength)}
      </span>
      <div className="proof-told">
        <p>
          <strong>{evidenceNames[each.kind] ?? each.kind}</strong>{' '}
          {isDeciding && <Badge tone="good">decides</Badge>}
          {isRevoked && <Badge tone="warn">revoked</Badge>}
          <span className="quiet small proof-at"> {dateAndTime(each.at, timeZone)}</span>
        </p>
        <p>{each.detail}</p>
        {because && <p className="quiet small">Did not decide: {because}</p>}
      </div>
      {onTurn && (
        <Button
          size="s"
          look="quiet"
          onPress={onTurn}
          aria-label={`${isRevoked ? 'Restore' : 'Revoke'}: ${each.detail}`}
        >
          {isRevoked ? 'Restore' : 'Revoke…'}
        </Button>
      )}
    </li>
  )
}

/** Everything that ties the enquiry to visits and sources, what decided and why; a marketer may take it away and bring it back. */
export function Evidence({ enquiry }: { readonly enquiry: Enquiry }) {
  const me = useMe()
  const [asked, setAsked] = useState<Each>()
  const [reason, setReason] = useState('')
  const { revoke, restore } = useVerdict(enquiry.id)
  const mayTurn = isOneOf(me, 'owner', 'marketer')
  const { explanation, evidence, revokedEvidence } = enquiry
  const because = new Map(explanation.outweighed.map((each) => [each.id, each.because]))
  const known = new Set([...evidence, ...revokedEvidence].map(({ id }) => id))
  const leftOut = explanation.excluded.filter(({ what }) => !known.has(what))
  return (
    <Section title="How one knows">
      <div className="proof-sentences">
        {explanation.sentences.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
      {evidence.length + revokedEvidence.length > 0 && (
        <ul className="proofs" aria-label="Evidence">
          {evidence.map((each) => (
            <Line
              key={each.id}
              each={each}
              because={because.get(each.id)}
              isDeciding={each.id === explanation.decidedBy}
              isRevoked={false}
              onTurn={mayTurn ? () => setAsked(each) : undefined}
            />
          ))}
          {revokedEvidence.map((each) => (
            <Line
              key={each.id}
              each={each}
              isDeciding={false}
              isRevoked
              onTurn={mayTurn ? () => void restore(each) : undefined}
            />
          ))}
        </ul>
      )}
      <details className="proof-left">
        <summary>What was left out, and by which rules</summary>
        <ul>
          {leftOut.map(({ what, because: why }) => (
            <li key={what}>
              {what}: {why}
            </li>
          ))}
          <li>
            Lookback of {explanation.rules.lookbackDays} days; contacts within{' '}
            {explanation.rules.enquiryGapDays} days of each other are one enquiry; rules{' '}
            {explanation.rules.attribution}, channels {explanation.rules.channels}.
          </li>
        </ul>
      </details>
      <Dialog title="Revoke this evidence?" isOpen={asked !== undefined} onClose={() => setAsked(undefined)}>
        <form
          className="form"
          onSubmit={(event) => {
            event.preventDefault()
            if (asked) void revoke(asked, reason.trim())
            setAsked(undefined)
            setReason('')
          }}
        >
          <p>{asked?.detail}</p>
          <p className="quiet small">
            The enquiry is told again without it, as a new revision, and reports follow. It stays visible here
            and can be restored. What it tied together may come apart.
          </p>
          <Field
            label="Why?"
            value={reason}
            onChange={setReason}
            maxLength={500}
            autoFocus
            help="For whoever asks later."
          />
          <div className="form-actions">
            <Button onPress={() => setAsked(undefined)}>Cancel</Button>
            <Button type="submit" look="primary">
              Revoke
            </Button>
          </div>
        </form>
      </Dialog>
    </Section>
  )
}
