import { useQueryClient } from '@tanstack/react-query'
import { isOneOf, useMe } from '../../api/me.ts'
import { api } from '../../api/request.ts'
import { OutcomeForm } from '../enquiry/outcome-form.tsx'
import { useSaying } from '../enquiry/use-verdict.ts'
import { withOutcome } from '../enquiry/with-outcome.ts'
import type { CallRow } from './call.ts'

/** What came of the call, and what it was worth. */
export function CallOutcome({ of: { callSid, enquiryId } }: { readonly of: CallRow }) {
  const me = useMe()
  const queries = useQueryClient()
  const saying = useSaying(enquiryId ?? callSid, () =>
    queries.invalidateQueries({ queryKey: ['list', '/v1/calls'] }),
  )
  if (!isOneOf(me, 'owner', 'marketer', 'agent')) return null
  return (
    <OutcomeForm
      onTell={(told) =>
        saying(
          (standing) => withOutcome(standing, told, new Date().toISOString()),
          () => api.post('/v1/outcomes', { callSid, ...told }),
        )
      }
    />
  )
}
