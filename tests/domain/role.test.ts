import { expect, test } from 'vitest'
import {
  mayCall,
  mayGetPhones,
  mayHearRecordings,
  operationRoles,
  operationsOf,
  roles,
} from '../../shared/domain/role.ts'
import { secretOperations } from '../support/sign-in-bridge.ts'

/** Who may what, written a second time by hand: `o`wner, `m`arketer, `a`gent, `v`iewer. */
const rows: readonly (readonly [letters: string, operations: string])[] = [
  ['omav', 'getMe switchAccount getAccount getFreshness listNumbers getNumber listPools getPool'],
  ['omav', 'listCampaigns getCampaign getCode listEnquiries getEnquiry listRevisions getSession'],
  ['omav', 'listCalls getCall getText getMyNotifications changeMyNotifications listSavedViews'],
  ['om v', 'reportHeatmap reportSelfReported getAttention'],
  ['oma ', 'getDesk'],
  ['omav', 'listPeople getPerson getProcess getScoring'],
  ['om v', 'reportFunnel'],
  ['om  ', 'changeProcess changeScoring'],
  ['oma ', 'movePerson'],
  ['omav', 'listTriggers getTrigger'],
  ['om  ', 'createTrigger changeTrigger deleteTrigger listDestinations getDestination listConversions'],
  ['o   ', 'createDestination changeDestination deleteDestination'],
  ['oma ', 'createReferrer'],
  ['om v', 'reportReferrals'],
  ['omav', 'listSequences getSequence listEnrolments getFollowUp'],
  ['om  ', 'createSequence changeSequence deleteSequence previewMail changeFollowUp'],
  ['oma ', 'startSequence stopSequence getContactEmail noteContactEmail createReply'],
  ['om  ', 'listOutcomes createInbound listInbound tryInbound changeInbound deleteInbound'],
  ['om  ', 'listWebhooks getWebhook listDeliveries getDelivery redeliver'],
  ['o   ', 'createWebhook changeWebhook deleteWebhook rotateWebhookSecret testWebhook'],
  ['om  ', 'createSavedView changeSavedView deleteSavedView'],
  ['om  ', 'listWebhooks getWebhook listDeliveries getDelivery redeliver'],
  ['o   ', 'createWebhook changeWebhook deleteWebhook rotateWebhookSecret testWebhook'],
  ['om  ', 'listDestinations getDestination listConversions'],
  ['o   ', 'createDestination changeDestination deleteDestination'],
  ['o   ', 'getNotifications changeNotifications listSuppressions removeSuppression'],
  ['om v', 'reportSources reportTimeseries reportJourneys reportCodes reportPools evaluateModels listCodes'],
  ['oma ', 'checkCode createCode holdCode releaseCode redeemCode quoteCode giveCode'],
  ['oma ', 'reportSource createOutcome changeCall getRecording linkRecording'],
  ['om  ', 'createNumber changeNumber deleteNumber createPool changePool setUp'],
  ['om  ', 'createCampaign changeCampaign mintCodes getMintJob voidCode'],
  ['om  ', 'revokeEvidence restoreEvidence splitEnquiry rejoinEnquiry'],
  [
    'o   ',
    'listMembers addMember changeMember removeMember changeAccount listKeys createKey deleteKey importFacts getRebuild',
  ],
  ['o   ', 'createErasure listErasures getErasure createExport listAuditLog'],
  ['o   ', 'listConfirmedNumbers requestConfirmation removeConfirmedNumber deleteRecording writeTranscript'],
]
const cells = rows.flatMap(([letters, operations]) =>
  operations
    .split(' ')
    .flatMap((id) => roles.map((role) => [role, id, letters.includes(role[0] as string)] as const)),
)

test.each(cells)('%s, %s: %s', (role, id, may) => {
  expect(mayCall(role, id)).toBe(may)
  expect(operationsOf(role).includes(id)).toBe(may)
})

test('every operation that takes a secret key is in the table', () => {
  const ids = secretOperations.map(({ id }) => id)
  expect(ids.filter((id) => !Object.hasOwn(operationRoles, id))).toEqual([])
})

test('the rows above are the whole table', () => {
  expect([...new Set(cells.map(([, id]) => id))].sort()).toEqual(Object.keys(operationRoles).sort())
})

test.each(['deleteEverything', 'constructor', '__proto__', ''])(
  'what is not listed (%s) is for owners alone',
  (id) => {
    expect(roles.filter((role) => mayCall(role, id))).toEqual(['owner'])
  },
)

test.each([
  ['owner', true, true],
  ['marketer', false, true],
  ['agent', true, true],
  ['viewer', false, false],
] as const)('%s gets whole phones: %s, hears recordings: %s', (role, phones, recordings) => {
  expect([mayGetPhones(role), mayHearRecordings(role)]).toEqual([phones, recordings])
})
