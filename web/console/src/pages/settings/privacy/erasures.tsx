import { useEndless } from '../../../api/list.ts'
import { useMe } from '../../../api/me.ts'
import { dateAndTime } from '../../../look/format.ts'
import { Badge } from '../../../parts/badge.tsx'
import { Button } from '../../../parts/button.tsx'
import { Trouble } from '../../../parts/empty.tsx'
import { Section } from '../../../parts/page.tsx'
import { TableSkeleton } from '../../../parts/skeleton.tsx'
import { type Erasure, erasedBy, foundWords } from './words.ts'

/** What is under way ends while one looks. */
const refetchMilliseconds = 15_000

/** The erasures that were asked for, and how far they are. */
export function Erasures() {
  const { timeZone } = useMe().account
  const { rows, hasMore, more, error, again } = useEndless<Erasure>(
    '/v1/erasures',
    {},
    { refetchMilliseconds },
  )
  return (
    <Section
      title="Erasures"
      lead="Each is done at once, and looked at once more for what was under way meanwhile."
    >
      {error ? (
        <Trouble error={error} onRetry={again} />
      ) : !rows ? (
        <TableSkeleton rows={2} />
      ) : rows.length === 0 ? (
        <p className="quiet small nothing-yet">Nobody was erased.</p>
      ) : (
        <ul className="lines">
          {rows.map(({ id, by, requestedAt, erasedAt, state, found }) => (
            <li key={id}>
              <div>
                A person, {erasedBy[by]}
                <div className="quiet small">
                  {foundWords(found)} · asked for {dateAndTime(requestedAt, timeZone)}
                  {erasedAt && ` · finished ${dateAndTime(erasedAt, timeZone)}`}
                </div>
              </div>
              <Badge tone={state === 'erased' ? 'good' : 'warn'}>
                {state === 'erased' ? 'erased' : 'looked at once more'}
              </Badge>
            </li>
          ))}
        </ul>
      )}
      {hasMore && (
        <div className="more-rows">
          <Button size="s" onPress={more}>
            Show more
          </Button>
        </div>
      )}
    </Section>
  )
}
