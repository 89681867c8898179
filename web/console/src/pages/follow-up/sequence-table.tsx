import { Link } from 'wouter'
import { count, share } from '../../look/format.ts'
import { Badge } from '../../parts/badge.tsx'
import { Switch } from '../../parts/field.tsx'
import { DataTable } from '../../parts/table.tsx'
import { type Sequence, useSwitch } from './queries.ts'
import { ledTo, sumOf } from './words.ts'

/** The sequences with what became of their mails. */
export function SequenceTable({
  sequences,
  mayPlan,
}: {
  readonly sequences: readonly Sequence[]
  readonly mayPlan: boolean
}) {
  const turn = useSwitch('sequences')
  const sentOf = (sequence: Sequence) => sumOf(sequence, ({ results }) => results.sent)
  const clickedOf = (sequence: Sequence) => sumOf(sequence, ({ results }) => results.clicked)
  return (
    <DataTable
      label="Sequences"
      rows={sequences}
      rowKey={({ id }) => id}
      columns={[
        {
          id: 'name',
          title: 'Sequence',
          cell: (sequence) => <Link href={`/follow-up?sequence=${sequence.id}`}>{sequence.name}</Link>,
          order: ({ name }) => name,
        },
        {
          id: 'kind',
          title: 'For',
          cell: ({ kind }) => (kind === 'nurture' ? <Badge>not ready yet</Badge> : 'following up'),
          isMinor: true,
        },
        {
          id: 'mails',
          title: 'Mails',
          cell: ({ mails }) => count(mails.length),
          isFigure: true,
          isMinor: true,
        },
        { id: 'sent', title: 'Sent', cell: (each) => count(sentOf(each)), order: sentOf, isFigure: true },
        {
          id: 'clicked',
          title: 'Clicked',
          cell: (each) => share(sentOf(each) === 0 ? null : clickedOf(each) / sentOf(each)),
          order: clickedOf,
          isFigure: true,
        },
        {
          id: 'led',
          title: 'Led to',
          help: 'Answers, calls, codes redeemed and sales after a mail, as the last one its reader had got.',
          cell: (each) => count(sumOf(each, ledTo)),
          order: (each) => sumOf(each, ledTo),
          isFigure: true,
        },
        {
          id: 'active',
          title: 'State',
          isFigure: true,
          cell: (each) =>
            mayPlan ? (
              <Switch isOn={each.active} onChange={(isOn) => turn(each, isOn)}>
                <span className="visually-hidden">{each.name}: </span>
                <span>{each.active ? 'On' : 'Rests'}</span>
              </Switch>
            ) : each.active ? (
              <Badge tone="good">on</Badge>
            ) : (
              <Badge>rests</Badge>
            ),
        },
      ]}
    />
  )
}
