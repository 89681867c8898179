import { type Part, Shares } from '../../parts/shares.tsx'
import type { HeatmapReport } from './heatmap.tsx'

/** What became of the calls, in parts that come to all of them. */
export const outcomeParts = (calls: Omit<HeatmapReport['totals'], 'answeredShare'>): readonly Part[] => [
  {
    id: 'answered',
    name: 'answered',
    says: 'somebody spoke with the caller',
    size: calls.answered,
    mark: 'ink',
  },
  {
    id: 'missed',
    name: 'missed',
    says: 'nobody answered, and the caller left no message',
    size: calls.missed,
    mark: 'signal',
  },
  {
    id: 'abandoned',
    name: 'given up',
    says: 'the caller hung up within 15 seconds',
    size: calls.abandoned,
    mark: 'warm',
  },
  {
    id: 'voicemail',
    name: 'left a message',
    says: 'nobody answered, but the caller left a message',
    size: calls.voicemail,
    mark: 'calm',
  },
  ...(calls.calls > calls.ended
    ? [
        {
          id: 'open',
          name: 'not over yet',
          says: 'it lasts, or its end was never told',
          size: calls.calls - calls.ended,
          mark: 'open' as const,
        },
      ]
    : []),
]

export const CallOutcomes = ({ of }: { readonly of: HeatmapReport['totals'] }) => (
  <Shares label="What became of the calls" parts={outcomeParts(of)} whole={of.calls} />
)
