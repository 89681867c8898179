import { createDueEnrolments } from './enrolment-due.ts'
import { createEnrolmentStore } from './enrolment-store.ts'
import { createMailingFile } from './mailing-file.ts'
import { createSequenceMailStore } from './sequence-mail-store.ts'
import { createStandingStore } from './standing-store.ts'
import type { Table } from './table.ts'

/** Everything about the mails that follow people up: to whom they may go, how far each is, and what became of each. */
export function createMailingStore(ledger: Table) {
  const file = createMailingFile(ledger)
  const due = createDueEnrolments(ledger, file)
  const { of, ofAll } = file
  return {
    of,
    ofAll,
    due: due.due,
    nextDueAt: due.nextDueAt,
    ...createStandingStore(file),
    ...createEnrolmentStore(ledger, file, due),
    ...createSequenceMailStore(ledger),
  }
}
