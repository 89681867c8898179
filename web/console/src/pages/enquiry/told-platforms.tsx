import { useQuery } from '@tanstack/react-query'
import { isOneOf, useMe } from '../../api/me.ts'
import { api } from '../../api/request.ts'
import type { Enquiry, List } from '../../api/types.ts'
import { money } from '../../look/format.ts'
import { Section } from '../../parts/page.tsx'
import { ConversionBadge } from '../settings/platforms/conversion-badge.tsx'
import { conversionsPath, useDestinations, useStepName } from '../settings/platforms/queries.ts'
import { type Conversion, platformNames, ruleWords } from '../settings/platforms/words.ts'
import './told-platforms.css'

/** What every ad platform was told of it, or why it was not. */
export function ToldPlatforms({ enquiry: { id, revision } }: { readonly enquiry: Enquiry }) {
  const me = useMe()
  const isShown = isOneOf(me, 'owner', 'marketer')
  const destinations = useDestinations(isShown).data ?? []
  const stepName = useStepName()
  const told = useQuery({
    queryKey: ['list', conversionsPath, 'enquiry', id, revision],
    queryFn: async () => (await api.get<List<Conversion>>(conversionsPath, { enquiry: id })).data,
    enabled: isShown && destinations.length > 0,
  }).data
  if (!told || told.length === 0) return null
  return (
    <Section title="Ad platforms" lead="What each was told, or why it was not.">
      <ul className="told-platforms">
        {told.map((each) => (
          <li key={`${each.destinationId} ${each.rule} ${each.contact} ${each.dryRun}`}>
            <div>
              {destinations.find((known) => known.id === each.destinationId)?.name ??
                platformNames[each.platform]}
              {': '}
              {ruleWords(each.rule, stepName)}
              {each.value && ` · ${money(each.value.amount, each.value.currency, true)}`}
              {each.because && <div className="quiet small">{each.because}</div>}
            </div>
            <ConversionBadge of={each} />
          </li>
        ))}
      </ul>
    </Section>
  )
}
