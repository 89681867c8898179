import { useQuery, useQueryClient } from '@tanstack/react-query'
import type * as z from 'zod/mini'
import type { suppressionList } from '../../../../../../functions/outreach/suppressions/suppression-schema.ts'
import { useMe } from '../../../api/me.ts'
import { api } from '../../../api/request.ts'
import { date } from '../../../look/format.ts'
import { Button } from '../../../parts/button.tsx'
import { Trouble } from '../../../parts/empty.tsx'
import { Section } from '../../../parts/page.tsx'
import { say, sayTrouble } from '../../../parts/toast.tsx'

type List = z.infer<typeof suppressionList>
const queryKey = ['suppressions'] as const
const reasons = { bounce: 'does not exist, said its mail server', complaint: 'called a mail spam' } as const

/** To whom no mail goes any more, and why. */
export function Suppressed() {
  const { timeZone } = useMe().account
  const queries = useQueryClient()
  const { data, error } = useQuery({ queryKey, queryFn: () => api.get<List>('/v1/suppressions') })
  const remove = async (id: string, email: string) => {
    try {
      await api.remove(`/v1/suppressions/${id}`)
      await queries.invalidateQueries({ queryKey })
      say(`${email} is written to again.`)
    } catch (refusal) {
      sayTrouble(refusal)
    }
  }
  return (
    <Section title="Addresses that get no mail" lead="Mails that came back, and readers who called one spam.">
      {error && <Trouble error={error} />}
      {data?.data.length === 0 && <p className="quiet small reckoning">None: every mail arrived.</p>}
      <ul className="lines">
        {data?.data.map(({ id, email, reason, at, detail }) => (
          <li key={id}>
            <div>
              {email}
              <div className="quiet small">
                {reasons[reason]}, {date(at, timeZone)}
                {detail && `: ${detail}`}
              </div>
            </div>
            <Button
              look="quiet"
              size="s"
              onPress={() => void remove(id, email)}
              aria-label={`Write to ${email} again`}
            >
              Write again
            </Button>
          </li>
        ))}
      </ul>
    </Section>
  )
}
