import { lazy, Suspense } from 'react'
import { useOneOf } from '../../api/search.ts'
import { Segments } from '../../parts/choice.tsx'
import { Page } from '../../parts/page.tsx'
import { TableSkeleton } from '../../parts/skeleton.tsx'
import { PeopleList } from './people-list.tsx'

const views = [
  { id: 'list', name: 'People' },
  { id: 'scoring', name: 'Scoring' },
] as const
type View = (typeof views)[number]['id']

/** The editor is a chunk of its own. */
const Scoring = lazy(() => import('./scoring/scoring.tsx'))

/** Who took a step, how near to buying they are, and by what that is told. */
export default function People() {
  const [view, setView] = useOneOf<View>('view', ['list', 'scoring'], 'list')
  const isList = view === 'list'
  return (
    <Page
      title="People"
      lead={
        isList
          ? 'Everybody who took a step, with a score that fades with time. Visitors become one with the person as soon as a contact shows who they are.'
          : 'How near somebody is to buying, by what they did lately. A change goes through all of your history.'
      }
    >
      <div className="page-views">
        <Segments label="View" options={views} value={view} onChange={setView} />
      </div>
      {isList ? (
        <PeopleList />
      ) : (
        <Suspense fallback={<TableSkeleton rows={12} />}>
          <Scoring />
        </Suspense>
      )}
    </Page>
  )
}
