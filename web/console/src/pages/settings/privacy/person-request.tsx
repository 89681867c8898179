import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { useState } from 'react'
import { useSearchParams } from 'wouter'
import type * as z from 'zod/mini'
import type { personExport } from '../../../../../../functions/admin/exports/export-schema.ts'
import { fieldErrors } from '../../../api/errors.ts'
import { api, Problem } from '../../../api/request.ts'
import { saveAs } from '../../../api/save-as.ts'
import { useOneOf } from '../../../api/search.ts'
import { count } from '../../../look/format.ts'
import { Button } from '../../../parts/button.tsx'
import { Select } from '../../../parts/choice.tsx'
import { Field } from '../../../parts/field.tsx'
import { Section } from '../../../parts/page.tsx'
import { EraseDialog } from './erase-dialog.tsx'
import { type NamedBy, namedBy } from './words.ts'

type Exported = z.infer<typeof personExport>

const many = (number: number, one: string, others: string) =>
  `${count(number)} ${number === 1 ? one : others}`

/** What the document holds, in a line. */
function exportWords({ contacts, enquiries, visitors }: Exported): string {
  if (contacts.length === 0 && visitors.length === 0)
    return 'Nothing is held of this person; the document says so.'
  return `Saved: ${many(contacts.length, 'contact', 'contacts')}, ${many(enquiries.length, 'enquiry', 'enquiries')}, ${many(visitors.length, 'browser', 'browsers')}.`
}

/** One person, named in one way, who wants to know what is held, or wants it gone. */
export function PersonRequest() {
  const queries = useQueryClient()
  const [search] = useSearchParams()
  const [by, setBy] = useOneOf<NamedBy>(
    'by',
    namedBy.map(({ id }) => id),
    'phone',
  )
  // A link may name an id of ours; what is typed is somebody's own, and stands in no address.
  const [name, setName] = useState(search.get('person') ?? '')
  const [isErasing, setErasing] = useState(false)
  const way = namedBy.find(({ id }) => id === by) ?? namedBy[0]
  const typed = name.trim()
  const person = { [way.id]: typed }
  const take = useMutation({
    mutationFn: () => api.post<Exported>('/v1/exports', person),
    onSuccess: (document) => {
      const file = new Blob([JSON.stringify(document, null, 2)], { type: 'application/json' })
      saveAs(file, `person-${document.exportedAt.slice(0, 10)}.json`)
      void queries.invalidateQueries({ queryKey: ['list', '/v1/audit-log'] })
    },
  })
  const wrong = fieldErrors(take.error)(way.id)
  return (
    <Section
      title="A person’s data"
      lead="Whoever asks may know what you hold of them, and may have it erased. Name them in one way: Tieline finds what else is theirs."
    >
      <form
        className="setting"
        onSubmit={(event) => {
          event.preventDefault()
          take.mutate()
        }}
      >
        <div className="person-named">
          <Select
            label="Known by"
            isLabelShown
            value={way.id}
            options={namedBy}
            onChange={(next) => {
              take.reset()
              setBy(next)
            }}
          />
          <Field
            label={way.name}
            value={name}
            onChange={(next) => {
              take.reset()
              setName(next)
            }}
            placeholder={way.placeholder}
            help={way.help}
            error={wrong}
            autoComplete="off"
          />
        </div>
        {take.error && wrong === undefined && (
          <p className="field-error" role="alert">
            {take.error instanceof Problem ? take.error.whole : take.error.message}
          </p>
        )}
        <div className="form-actions person-actions">
          <Button type="submit" isDisabled={typed === '' || take.isPending}>
            <Download aria-hidden="true" /> Export as JSON
          </Button>
          <Button look="danger" isDisabled={typed === ''} onPress={() => setErasing(true)}>
            Erase…
          </Button>
        </div>
        <p className="small quiet" role="status">
          {take.data
            ? exportWords(take.data)
            : 'An export is told to you alone; that you asked for it is noted below.'}
        </p>
      </form>
      {isErasing && (
        <EraseDialog
          person={person}
          name={typed}
          onClose={(isDone) => {
            setErasing(false)
            if (isDone) setName('')
          }}
        />
      )}
    </Section>
  )
}
