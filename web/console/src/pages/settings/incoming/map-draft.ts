import type { InboundMap } from '../../../api/types.ts'

export const fieldNames = {
  stage: 'Stage',
  id: 'Deal id',
  phone: 'Phone',
  email: 'E-mail',
  clickId: 'Click id',
  value: 'Value',
  currency: 'Currency',
  at: 'Time',
} as const
export type MappedField = keyof typeof fieldNames

/** A map as it is typed: paths by comma, stages a line each. */
export interface MapDraft {
  readonly items: string
  readonly fields: Readonly<Record<MappedField, string>>
  readonly fixedStage: string
  readonly stages: string
  readonly otherStages: 'keep' | 'ignore'
  readonly unit: 'major' | 'minor'
  readonly country: string
}

const noFields: MapDraft['fields'] = {
  stage: '',
  id: '',
  phone: '',
  email: '',
  clickId: '',
  value: '',
  currency: '',
  at: '',
}
const empty: MapDraft = {
  items: '',
  fields: noFields,
  fixedStage: '',
  stages: '',
  otherStages: 'keep',
  unit: 'major',
  country: '',
}

/** Where the usual systems write things; each is a beginning, to be tried with a message of one's own. */
export const presets = {
  own: { name: 'Another system', draft: empty },
  hubspot: {
    name: 'HubSpot',
    draft: {
      ...empty,
      fields: {
        ...noFields,
        id: 'objectId, id',
        stage: 'properties.dealstage.value, properties.dealstage',
        value: 'properties.amount.value, properties.amount',
        phone: 'properties.phone.value, properties.phone',
        email: 'properties.email.value, properties.email',
        at: 'occurredAt, properties.closedate.value',
      },
      stages: 'closedwon = won\nclosedlost = lost',
    },
  },
  salesforce: {
    name: 'Salesforce',
    draft: {
      ...empty,
      fields: {
        ...noFields,
        id: 'Id',
        stage: 'StageName',
        value: 'Amount',
        currency: 'CurrencyIsoCode',
        phone: 'Contact.Phone, Phone',
        email: 'Contact.Email, Email',
        at: 'LastModifiedDate, CloseDate',
      },
      stages: 'Closed Won = won\nClosed Lost = lost',
    },
  },
  sheet: {
    name: 'A spreadsheet (Zapier, Make)',
    draft: {
      ...empty,
      fields: {
        ...noFields,
        id: 'id',
        stage: 'stage',
        value: 'value',
        phone: 'phone',
        email: 'email',
        at: 'date',
      },
    },
  },
} as const satisfies Readonly<Record<string, { name: string; draft: MapDraft }>>
export type Preset = keyof typeof presets

const listOf = (typed: string) =>
  typed
    .split(',')
    .map((path) => path.trim())
    .filter((path) => path !== '')

export function mapOf({
  items,
  fields,
  fixedStage,
  stages,
  otherStages,
  unit,
  country,
}: MapDraft): InboundMap {
  return {
    ...(items.trim() !== '' && { items: items.trim() }),
    fields: Object.fromEntries(
      Object.entries(fields).flatMap(([field, typed]) => {
        const paths = listOf(typed)
        return paths.length === 0 ? [] : [[field, paths]]
      }),
    ),
    ...(fixedStage.trim() !== '' && { fixed: { stage: fixedStage.trim() } }),
    stages: stages.split('\n').flatMap((line) => {
      const at = line.lastIndexOf('=')
      const [from, to] = [line.slice(0, at).trim(), line.slice(at + 1).trim()]
      return at < 1 || from === '' || to === '' ? [] : [{ from, to }]
    }),
    otherStages,
    unit,
    ...(country.trim() !== '' && { country: country.trim().toUpperCase() }),
  }
}

export const draftOf = (map: InboundMap): MapDraft => ({
  items: map.items ?? '',
  fields: Object.fromEntries(
    Object.keys(noFields).map((field) => [field, (map.fields[field as MappedField] ?? []).join(', ')]),
  ) as MapDraft['fields'],
  fixedStage: map.fixed?.stage ?? '',
  stages: (map.stages ?? []).map(({ from, to }) => `${from} = ${to}`).join('\n'),
  otherStages: map.otherStages,
  unit: map.unit,
  country: map.country ?? '',
})
