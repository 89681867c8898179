import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type * as z from 'zod/mini'
import type { enrolmentList } from '../../../../../functions/outreach/sequences/enrolment-schema.ts'
import type {
  mailPreview,
  sequenceAnswer,
} from '../../../../../functions/outreach/sequences/sequence-schema.ts'
import type { followUpAnswer } from '../../../../../functions/outreach/sequences/settings-schema.ts'
import type { triggerAnswer } from '../../../../../functions/outreach/triggers/trigger-schema.ts'
import { isOneOf, useMe } from '../../api/me.ts'
import { api } from '../../api/request.ts'
import type { List } from '../../api/types.ts'
import { say, sayTrouble } from '../../parts/toast.tsx'

export type Sequence = z.infer<typeof sequenceAnswer>
export type SequenceMail = Sequence['mails'][number]
export type Trigger = z.infer<typeof triggerAnswer>
export type TriggerAction = Trigger['actions'][number]
export type FollowUp = z.infer<typeof followUpAnswer>
export type Preview = z.infer<typeof mailPreview>
export type Enrolments = z.infer<typeof enrolmentList>

const keys = { sequences: ['sequences'], triggers: ['triggers'], rules: ['follow-up'] } as const

export const useSequences = () =>
  useQuery({
    queryKey: keys.sequences,
    queryFn: async () => (await api.get<List<Sequence>>('/v1/sequences')).data,
  })
export const useTriggers = () =>
  useQuery({
    queryKey: keys.triggers,
    queryFn: async () => (await api.get<List<Trigger>>('/v1/triggers')).data,
  })
export const useRules = () =>
  useQuery({ queryKey: keys.rules, queryFn: () => api.get<FollowUp>('/v1/follow-up') })
export const useEnrolments = (id: string) =>
  useQuery({
    queryKey: ['enrolments', id],
    queryFn: () => api.get<Enrolments>(`/v1/sequences/${id}/enrolments`, { limit: 50 }),
  })

/** The steps of the account's process, for triggers to name. */
export const useSteps = () =>
  useQuery({
    queryKey: ['process', 'steps'],
    queryFn: async () =>
      (await api.get<{ steps: readonly { id: string; name: string }[] }>('/v1/process')).steps,
  })

interface Member {
  readonly id: string
  readonly email: string
  readonly name: string | null
}
/** Owners alone may see who is there; others choose roles. */
export const useMembers = () =>
  useQuery({
    enabled: isOneOf(useMe(), 'owner'),
    queryKey: ['members', 'names'],
    queryFn: async () => (await api.get<List<Member>>('/v1/members')).data,
    retry: false,
  })

export interface PreviewAsked {
  readonly subject: string
  readonly text: string
  readonly button: { readonly label: string; readonly url: string } | null
}
/** What is being typed, as its reader would get it; the last one that could be shown stands meanwhile. */
export const usePreview = (asked: PreviewAsked | undefined) =>
  useQuery({
    queryKey: ['mail-preview', asked],
    queryFn: () => api.post<Preview>('/v1/sequences/preview', asked),
    enabled: asked !== undefined,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })

/** Changes something of a list and shows the list as it is then. */
export function useChange<Answer>(
  of: keyof typeof keys,
  change: () => Promise<Answer>,
  { said, onDone }: { readonly said: string; readonly onDone?: (answer: Answer) => void },
) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: async (answer) => {
      await queries.invalidateQueries({ queryKey: keys[of] })
      say(said)
      onDone?.(answer)
    },
  })
}

/** Switches something on or off: shown at once, taken back where the bridge refuses or the person thinks again. */
export function useSwitch(of: 'sequences' | 'triggers') {
  const queries = useQueryClient()
  const put = async (id: string, active: boolean) => {
    const show = (isOn: boolean) =>
      queries.setQueryData<readonly { readonly id: string; readonly active: boolean }[]>(
        keys[of],
        (standing) => standing?.map((each) => (each.id === id ? { ...each, active: isOn } : each)),
      )
    await queries.cancelQueries({ queryKey: keys[of] })
    show(active)
    try {
      await api.patch(`/v1/${of}/${id}`, { active })
    } catch (error) {
      show(!active)
      throw error
    }
    await queries.invalidateQueries({ queryKey: keys[of] })
  }
  return ({ id, name }: { readonly id: string; readonly name: string }, active: boolean) =>
    void put(id, active).then(
      () => say(`“${name}” ${active ? 'is on' : 'rests'}.`, () => void put(id, !active).catch(sayTrouble)),
      sayTrouble,
    )
}
