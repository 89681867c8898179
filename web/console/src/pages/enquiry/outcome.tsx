import { isOneOf, useMe } from '../../api/me.ts'
import { api } from '../../api/request.ts'
import type { Enquiry } from '../../api/types.ts'
import { Section } from '../../parts/page.tsx'
import { OutcomeForm } from './outcome-form.tsx'
import { useSaying } from './use-verdict.ts'
import { withOutcome } from './with-outcome.ts'

/** What came of it, told by whoever knows. */
export function Outcome({ enquiry: { id } }: { readonly enquiry: Enquiry }) {
  const me = useMe()
  const saying = useSaying(id)
  if (!isOneOf(me, 'owner', 'marketer', 'agent')) return null
  return (
    <Section
      title="Outcome"
      lead="What is told last holds, and what was told before stays in the story. Of what is lost no value counts."
    >
      <OutcomeForm
        onTell={(told) =>
          saying(
            (standing) => withOutcome(standing, told, new Date().toISOString()),
            () => api.post('/v1/outcomes', { enquiryId: id, ...told }),
          )
        }
      />
    </Section>
  )
}
