/**
 * The example: a heating and boiler service in London that does not exist. Its phones are of Ofcom's ranges for drama
 * (020 7946 0xxx, 07700 900xxx), its pages at a name that RFC 2606 reserves.
 * https://www.ofcom.org.uk/phones-and-broadband/phone-numbers/numbers-for-drama
 */
export const business = {
  name: 'Harbour Heating',
  timeZone: 'Europe/London',
  pages: 'https://harbour-heating.example',
  /** What stands on its pages; visitors see a number of the pool instead. */
  printedNumber: '+442079460300',
  office: '+442079460390',
  engineer: '+447700900990',
} as const

export const poolNumbers = [311, 312, 313, 314, 315, 316].map((last) => `+442079460${last}`)
export const leaseMinutes = 30
export const cooldownMinutes = 10

/** Each stands for one place in the world. */
export const sourceNumbers = {
  van: '+442079460321',
  flyer: '+442079460322',
  magazine: '+442079460323',
  radio: '+442079460324',
} as const
export type Place = keyof typeof sourceNumbers

export const places: Readonly<
  Record<Place, { readonly label: string; readonly medium: string; readonly campaign: string }>
> = {
  van: { label: 'The vans', medium: 'vehicle', campaign: 'fleet' },
  flyer: { label: 'Autumn flyer', medium: 'flyer', campaign: 'autumn-flyer' },
  magazine: { label: 'Harbour Magazine', medium: 'magazine', campaign: 'harbour-magazine' },
  radio: { label: 'Dockside Radio', medium: 'radio', campaign: 'dockside-radio' },
}

/** The office's hours, by its own clock; `calls.ts` lets phones ring in vain by the same. */
export const openingHours = {
  weekdays: { from: '08:00', until: '18:00' },
  saturday: { from: '09:00', until: '13:00' },
} as const

const weekday = [openingHours.weekdays]
const hours = {
  monday: weekday,
  tuesday: weekday,
  wednesday: weekday,
  thursday: weekday,
  friday: weekday,
  saturday: [openingHours.saturday],
}

export const campaigns = {
  'web-ten': {
    name: '10% off a boiler service',
    direction: 'web-to-phone',
    benefit: { kind: 'percent', percent: 10 },
    validFor: 'P14D',
    maxUses: 1,
  },
  'free-survey': {
    name: 'Free heating survey',
    direction: 'phone-to-web',
    benefit: { kind: 'gift', description: 'A free heating survey' },
    validFor: 'P30D',
    maxUses: 1,
  },
  'flyer-code': {
    name: 'Autumn flyer, £25 off',
    kind: 'source',
    direction: 'both',
    benefit: { kind: 'amount', amount: 2500, currency: 'GBP' },
    validFor: 'P1Y',
    maxUses: 100_000,
    source: { source: 'flyer', medium: 'flyer', campaign: 'autumn-flyer' },
  },
} as const
export type CampaignKey = keyof typeof campaigns

/** @param freeSurvey id of the campaign whose codes callers in vain are given */
const officeFlow = (freeSurvey: string) => ({
  forwardTo: [business.office, business.engineer],
  ring: 'in-order',
  whisper: true,
  hours,
  closed: {
    forwardTo: [business.engineer],
    greeting: 'Our office is closed. We put you through to the engineer on call.',
  },
  voicemail:
    'Thank you for calling Harbour Heating. Please leave your name and number, and we ring you back in the morning.',
  giveCode: { campaignId: freeSurvey, when: 'missed' },
})

export const poolBody = (freeSurvey: string) => ({
  name: 'Website',
  swapTargets: [business.printedNumber],
  leaseMinutes,
  cooldownMinutes,
  fallbackNumber: business.printedNumber,
  flow: officeFlow(freeSurvey),
})

/** @returns the bodies of `POST /v1/numbers` */
export const numberBodies = (ids: { readonly pool: string; readonly freeSurvey: string }) => [
  ...poolNumbers.map((number, index) => ({
    number,
    label: `Website ${index + 1}`,
    kind: 'pool',
    poolId: ids.pool,
  })),
  ...(Object.keys(places) as Place[]).map((place) => {
    const { label, medium, campaign } = places[place]
    return {
      number: sourceNumbers[place],
      label,
      kind: 'source',
      source: { source: place, medium, campaign },
      flow: officeFlow(ids.freeSurvey),
    }
  }),
]
