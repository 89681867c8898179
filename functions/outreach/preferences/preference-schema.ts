import * as z from 'zod/mini'
import { channels } from '../../../shared/domain/channel.ts'
import { noticeChoices } from '../../../shared/domain/notification.ts'
import { operation } from '../../../shared/http/operation.ts'

const note = (description: string) => z.meta({ description })

const enquiries = z
  .enum(noticeChoices)
  .check(
    note('A mail for every enquiry, for calls that nobody answered (messages left included), or for none'),
  )
const digest = z.boolean().check(note('The week’s report, on Mondays at 08:00 of the account’s zone'))
const alerts = z.boolean().check(note('Mails of triggers that name this person or their role'))
const mostFilters = 50
const channelFilter = z
  .nullable(z.array(z.enum(channels)).check(z.maxLength(mostFilters)))
  .check(note('Only enquiries of these channels; null or empty: of all'))
const numberFilter = z
  .nullable(
    z
      .array(z.string().check(z.regex(/^\+\d{5,15}$/, { error: 'Must be a phone number, E.164.' })))
      .check(z.maxLength(mostFilters)),
  )
  .check(note('Only by these tracking numbers; what came by no number is told all the same'))

export const notificationAnswer = z
  .object({ enquiries, digest, alerts, channels: channelFilter, numbers: numberFilter })
  .check(z.meta({ id: 'Notifications' }))

export const notificationBody = z.strictObject({
  enquiries: z.optional(enquiries),
  digest: z.optional(digest),
  alerts: z.optional(alerts),
  channels: z.optional(channelFilter),
  numbers: z.optional(numberFilter),
})

const mine = { tag: 'Team', auth: 'secret' } as const
const usual =
  'Until somebody says otherwise: owners get missed calls and the report, agents missed calls, marketers the report, viewers nothing.'

export const getMyNotifications = operation({
  ...mine,
  id: 'getMyNotifications',
  summary: 'What the person who asks is told by e-mail',
  description: usual,
  method: 'get',
  path: '/v1/me/notifications',
  replies: { 200: notificationAnswer },
  problems: ['not_found'],
})
export const changeMyNotifications = operation({
  ...mine,
  id: 'changeMyNotifications',
  summary: 'Choose what to be told by e-mail',
  description: 'What is absent stays as it is.',
  method: 'patch',
  path: '/v1/me/notifications',
  body: notificationBody,
  replies: { 200: notificationAnswer },
  problems: ['not_found'],
})

const memberParams = z.object({ id: z.string() })
export const getNotifications = operation({
  ...mine,
  id: 'getNotifications',
  summary: 'What a member is told by e-mail',
  description: usual,
  method: 'get',
  path: '/v1/members/{id}/notifications',
  params: memberParams,
  replies: { 200: notificationAnswer },
  problems: ['not_found'],
})
export const changeNotifications = operation({
  ...mine,
  id: 'changeNotifications',
  summary: 'Choose what a member is told by e-mail',
  description: 'What is absent stays as it is.',
  method: 'patch',
  path: '/v1/members/{id}/notifications',
  params: memberParams,
  body: notificationBody,
  replies: { 200: notificationAnswer },
  problems: ['not_found'],
})

export const preferenceOperations = [
  getMyNotifications,
  changeMyNotifications,
  getNotifications,
  changeNotifications,
] as const
