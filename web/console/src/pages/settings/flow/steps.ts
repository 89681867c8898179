import {
  Clock,
  Gift,
  ListOrdered,
  MessageSquare,
  MessageSquareReply,
  PhoneForwarded,
  PhoneMissed,
  Radio,
  ShieldQuestion,
  Speech,
  TicketCheck,
  Voicemail,
} from 'lucide-react'
import { phone } from '../../../look/format.ts'
import { EditTextBack, EditTexts, EditVoicemail } from './edit-after.tsx'
import { EditAskForCode, EditGiveCode } from './edit-codes.tsx'
import { EditHours } from './edit-hours.tsx'
import { EditMenu } from './edit-menu.tsx'
import { EditGreeting, EditRecording, EditScreening } from './edit-opening.tsx'
import { EditMissed, EditRing } from './edit-ring.tsx'
import {
  type Flow,
  openingTimes,
  ownWords,
  questionOf,
  recordOf,
  ringing,
  said,
  textBackOf,
  voicemailOf,
} from './flow.ts'
import type { Step } from './step.ts'

const closedWays = (flow: Flow, campaignName: (id: string) => string): string => {
  if (flow.closed) return `rings ${ringing(flow.closed)}`
  const { giveCode } = flow
  return [
    flow.hours?.closedMessage ? said(flow.hours.closedMessage) : 'hears that you are closed',
    giveCode && giveCode.when !== 'missed' && `gets a code of ${campaignName(giveCode.campaignId)}`,
    flow.voicemail ? 'may leave a message' : 'the call ends',
  ]
    .filter(Boolean)
    .join(', ')
}

/** What a caller goes through before any phone rings, in the order of the bridge (`functions/call-webhook/flow`). */
export const before: readonly Step[] = [
  {
    id: 'hours',
    name: 'Open?',
    icon: Clock,
    isOn: ({ hours }) => hours !== undefined,
    off: 'Always open',
    says: ({ hours }) => (hours ? openingTimes(hours) : ''),
    ways: (flow, campaignName) => [['Closed', closedWays(flow, campaignName)]],
    fields: ['hours', 'closed'],
    Edit: EditHours,
  },
  {
    id: 'screening',
    name: 'A person?',
    icon: ShieldQuestion,
    isOn: ({ screenSpam }) => screenSpam === true,
    off: 'Everybody is put through',
    says: () => 'Callers who look like machines press 1 to go on',
    fields: ['screenSpam'],
    Edit: EditScreening,
  },
  {
    id: 'greeting',
    name: 'Greeting',
    icon: Speech,
    isOn: ({ greeting, language, voice }) => !!(greeting || language || voice),
    off: 'No greeting',
    says: ({ greeting, language }) =>
      [greeting && said(greeting), language && `in ${language}`].filter(Boolean).join(', '),
    fields: ['greeting', 'language', 'voice'],
    Edit: EditGreeting,
  },
  {
    id: 'recording',
    name: 'Recording',
    icon: Radio,
    isOn: ({ record }) => !!record,
    off: 'Not recorded',
    says: (flow) => {
      const { consent, announce = flow.announceRecording } = recordOf(flow)
      const words = ownWords(announce)
      if (consent === 'press') return 'Recorded if the caller presses 1'
      return announce === false ? 'Recorded without being told' : words ? said(words) : 'The caller is told'
    },
    fields: ['record', 'announceRecording'],
    Edit: EditRecording,
  },
  {
    id: 'menu',
    name: 'Menu',
    icon: ListOrdered,
    isOn: ({ menu }) => menu !== undefined,
    off: 'No menu',
    says: ({ menu }) => said(menu?.prompt ?? ''),
    ways: ({ menu }) =>
      Object.entries(menu?.options ?? {}).map(([key, option]) => [
        `Key ${key}`,
        [
          option.label,
          option.say && said(option.say),
          option.forwardTo && `rings ${option.forwardTo.map(phone).join(', ')}`,
          option.voicemail && !option.forwardTo && 'takes a message',
        ]
          .filter(Boolean)
          .join(' · '),
      ]),
    fields: ['menu'],
    Edit: EditMenu,
  },
  {
    id: 'ask',
    name: 'Ask for a code',
    icon: TicketCheck,
    isOn: ({ askForCode }) => !!askForCode,
    off: 'No code is asked for',
    says: (flow) => {
      const { prompt } = questionOf(flow)
      return prompt ? said(prompt) : 'Callers key or say the code that the page showed them'
    },
    fields: ['askForCode'],
    Edit: EditAskForCode,
  },
  {
    id: 'ring',
    name: 'Ring',
    icon: PhoneForwarded,
    isOn: () => true,
    isNeeded: true,
    off: '',
    says: (flow) => ringing(flow),
    ways: ({ whisper, screen, stickyAgent }) =>
      [
        whisper &&
          (['Whisper', typeof whisper === 'string' ? said(whisper) : 'where the caller came from'] as const),
        screen && (['Screen', 'whoever answers presses 1'] as const),
        stickyAgent && (['Again', 'who calls again reaches first whoever answered last'] as const),
      ].filter((way) => !!way),
    fields: [],
    Edit: EditRing,
  },
]

/** What follows if nobody answers. */
export const missed: readonly Step[] = [
  {
    id: 'missed',
    name: 'Then',
    icon: PhoneMissed,
    isOn: ({ missed }) => missed !== undefined,
    off: 'No other phones',
    says: ({ missed }) =>
      [
        missed?.forwardTo && `rings ${missed.forwardTo.map(phone).join(', then ')}`,
        missed?.message && said(missed.message),
      ]
        .filter(Boolean)
        .join(', '),
    fields: ['missed'],
    Edit: EditMissed,
  },
  {
    id: 'give',
    name: 'Give a code',
    icon: Gift,
    isOn: ({ giveCode }) => giveCode !== undefined,
    off: 'No code is given',
    says: ({ giveCode }, campaignName) =>
      giveCode
        ? `${campaignName(giveCode.campaignId)}, ${{ missed: 'when nobody answers', always: 'to everybody, before it rings', closed: 'when closed' }[giveCode.when]}`
        : '',
    fields: ['giveCode'],
    Edit: EditGiveCode,
  },
  {
    id: 'voicemail',
    name: 'Voicemail',
    icon: Voicemail,
    isOn: ({ voicemail }) => !!voicemail,
    off: 'No messages: the call ends',
    says: (flow) => {
      const { greeting, transcribe } = voicemailOf(flow)
      return [greeting ? said(greeting) : 'Takes a message', transcribe && 'written down']
        .filter(Boolean)
        .join(', ')
    },
    fields: ['voicemail'],
    Edit: EditVoicemail,
  },
  {
    id: 'text-back',
    name: 'Text back',
    icon: MessageSquareReply,
    isOn: ({ textBack }) => !!textBack,
    off: 'No text afterwards',
    says: (flow, campaignName) => {
      const { message, campaignId, everyHours = 24 } = textBackOf(flow)
      return [
        message ? said(message) : 'The usual text',
        campaignId && `with a code of ${campaignName(campaignId)}`,
        `once in ${everyHours} hours`,
      ]
        .filter(Boolean)
        .join(', ')
    },
    fields: ['textBack'],
    Edit: EditTextBack,
  },
]

/** What happens to texts that people send to the number. */
export const texts: readonly Step[] = [
  {
    id: 'texts',
    name: 'Texts to the number',
    icon: MessageSquare,
    isOn: ({ textForwardTo, textEmail }) => textForwardTo !== undefined || textEmail !== undefined,
    off: 'Kept here, and mailed to the business’s usual address, if it has one',
    says: ({ forwardTo, textForwardTo, textEmail }) =>
      [
        ...(textForwardTo === true ? forwardTo : (textForwardTo ?? [])).map(phone),
        ...(textEmail ? [textEmail] : []),
      ].join(', ') || 'Nobody yet',
    fields: ['textForwardTo', 'textEmail'],
    Edit: EditTexts,
  },
]
