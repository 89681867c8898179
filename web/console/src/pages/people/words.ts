import type { PersonSummary } from '../../api/types.ts'

export const bandNames = { ready: 'Ready', warm: 'Warm', cold: 'Cold' } as const
export const bandTones = { ready: 'good', warm: 'warn', cold: 'plain' } as const
export const bandSayings = {
  ready: 'ready for somebody to speak with them',
  warm: 'on the way there',
  cold: 'not near to buying',
} as const

const contactNames = { call: 'call', text: 'text', form: 'form', redemption: 'code' } as const

/** What somebody is called whose name nobody needs: by how they showed themselves. */
export const whoIs = ({ kind, lastContact }: Pick<PersonSummary, 'kind' | 'lastContact'>): string => {
  if (kind === 'visitor' || !lastContact) return 'Visitor, no contact yet'
  return `Known by a ${contactNames[lastContact.kind]}`
}

export const contactSayings = {
  call: 'A call',
  text: 'A text',
  form: 'A form',
  redemption: 'A code used',
} as const
