import type { Instant } from '../../shared/domain/time.ts'
import { instantOfFact } from './fact.ts'
import type { Chapter, History } from './history.ts'

/** The history as it stands at an instant: nothing refers to what comes after it, so that what is left holds together. */
export function historyUntil({ chapters }: History, now: Instant): History {
  const isPast = ({ at }: { readonly at: Instant }) => at <= now
  return {
    chapters: chapters.map(
      (chapter): Chapter => ({
        day: chapter.day,
        facts: chapter.facts.filter((fact) => instantOfFact(fact) <= now),
        late: chapter.late.filter((fact) => instantOfFact(fact) <= now),
        marks: chapter.marks.filter(isPast),
        messages: chapter.messages.filter(isPast),
      }),
    ),
  }
}
