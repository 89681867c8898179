import { Send } from 'lucide-react'
import { Link, useParams } from 'wouter'
import { isOneOf, useMe } from '../../api/me.ts'
import { Problem } from '../../api/request.ts'
import { address } from '../../api/send.ts'
import type { Enquiry } from '../../api/types.ts'
import { dateAndTime, money } from '../../look/format.ts'
import { detailOf } from '../../look/source.ts'
import { Badge } from '../../parts/badge.tsx'
import { Empty, Trouble } from '../../parts/empty.tsx'
import { Page, Section } from '../../parts/page.tsx'
import { PageSkeleton, TableSkeleton } from '../../parts/skeleton.tsx'
import { Sureness } from '../../parts/sureness.tsx'
import { stageOf } from '../enquiries/columns.tsx'
import { Credits } from './credits.tsx'
import { Evidence } from './evidence.tsx'
import { MailingOf } from './mailing.tsx'
import { Outcome } from './outcome.tsx'
import { historyOf } from './revisions.ts'
import { Split } from './split.tsx'
import { storyOf } from './story.ts'
import { Timeline } from './timeline.tsx'
import { ToldPlatforms } from './told-platforms.tsx'
import { useEnquiry, useKnown } from './use-enquiry.ts'
import '../../parts/facts.css'
import './enquiry.css'

/** What one has to know at a glance: from where, how sure, what came of it. */
function Facts({ of: enquiry }: { readonly of: Enquiry }) {
  const { source, confidence, value, firstTime, excluded, selfReported, journey } = enquiry
  const stage = stageOf(enquiry)
  return (
    <dl className="facts">
      <div>
        <dt>Source</dt>
        <dd>
          <strong>{source?.channel ?? 'Unknown'}</strong>
          {source && detailOf(source) !== '' && <span className="quiet"> {detailOf(source)}</span>}
        </dd>
      </div>
      <div>
        <dt>How sure</dt>
        <dd>
          <Sureness confidence={confidence} />
        </dd>
      </div>
      <div>
        <dt>Asked, the person said</dt>
        <dd>{selfReported ? `“${selfReported}”` : <span className="quiet">not asked</span>}</dd>
      </div>
      <div>
        <dt>Outcome</dt>
        <dd>
          {stage ?? <span className="quiet">open</span>}
          {value.amount > 0 && <> · {money(value.amount, value.currency, true)}</>}
        </dd>
      </div>
      <div>
        <dt>Person</dt>
        <dd>
          {firstTime ? 'first enquiry' : 'known from before'}
          {excluded && (
            <>
              {' '}
              <Badge tone="warn">{excluded}, counts nowhere</Badge>
            </>
          )}
        </dd>
      </div>
      <div>
        <dt>Touches before it</dt>
        <dd>{journey.length}</dd>
      </div>
    </dl>
  )
}

function Revisions({ history }: { readonly history: ReturnType<typeof historyOf> }) {
  return (
    <ol className="revisions" reversed>
      {history.map(({ revision, changes }) => (
        <li key={revision} value={revision}>
          <span className="quiet small">Revision {revision}</span>
          <ul>
            {changes.length === 0 && <li className="quiet">Nothing that shows here.</li>}
            {changes.map((change) => (
              <li key={change}>{change}</li>
            ))}
          </ul>
        </li>
      ))}
    </ol>
  )
}

function Story({
  enquiry,
  revisions,
}: {
  readonly enquiry: Enquiry
  readonly revisions?: readonly Enquiry[]
}) {
  const known = useKnown(enquiry)
  const history = historyOf(revisions ?? [])
  return (
    <>
      <Facts of={enquiry} />
      <div className="enquiry-halves">
        <div>
          <Section title="What happened">
            {known.isReady ? <Timeline moments={storyOf(enquiry, known)} /> : <TableSkeleton rows={6} />}
          </Section>
        </div>
        <div>
          <Evidence enquiry={enquiry} />
          <Credits of={enquiry} />
          <Outcome enquiry={enquiry} />
          <MailingOf enquiry={enquiry} />
          <ToldPlatforms enquiry={enquiry} />
          {enquiry.contacts.length > 1 && <Split enquiry={enquiry} />}
          <Section
            title="Revisions"
            lead="Evidence that comes later, or is taken away, makes a new revision; reports count the last one."
          >
            {history.length === 0 ? (
              <p className="quiet">None: this is as it was first told.</p>
            ) : (
              <Revisions history={history} />
            )}
          </Section>
        </div>
      </div>
    </>
  )
}

/** One enquiry: its whole story, and how one knows. */
export default function EnquiryPage() {
  const { id = '' } = useParams<{ id: string }>()
  const me = useMe()
  const { account } = me
  const {
    enquiry: { data, error, refetch },
    revisions,
  } = useEnquiry(id)
  if (!data && error instanceof Problem && error.status === 404) {
    return (
      <Page title="Enquiry">
        <Empty title="There is no such enquiry.">
          It may be of another account. <a href="/enquiries">All enquiries</a>
        </Empty>
      </Page>
    )
  }
  if (!data && error) {
    return (
      <Page title="Enquiry">
        <Trouble error={error} onRetry={() => void refetch()} />
      </Page>
    )
  }
  if (!data) return <PageSkeleton />
  return (
    <Page
      title={`Enquiry of ${dateAndTime(data.openedAt, account.timeZone)}`}
      lead={
        <>
          <span className="mono small">{data.id}</span>
          {data.id !== id && ' (joined by the one whose address this is)'}
        </>
      }
      actions={
        isOneOf(me, 'owner', 'marketer') && (
          <Link className="button button-plain button-m" href={address('/deliveries', { enquiry: data.id })}>
            <Send aria-hidden="true" /> Where it went
          </Link>
        )
      }
    >
      <Story enquiry={data} revisions={revisions} />
    </Page>
  )
}
