/**
 * What people who sign in may do: the one table, enforced by the server for every operation that takes a secret key.
 * (A secret key itself may do everything of its account.)
 */
export const roles = ['owner', 'marketer', 'agent', 'viewer'] as const
export type Role = (typeof roles)[number]

const everybody = roles
/** Whoever plans: sources, campaigns, what an enquiry rests on. */
const planners = ['owner', 'marketer'] as const
/** Whoever reads the figures. */
const readers = ['owner', 'marketer', 'viewer'] as const
/** Whoever speaks with callers, or for them. */
const speakers = ['owner', 'marketer', 'agent'] as const
const owners = ['owner'] as const

/** By the id of the operation. What is not listed is for owners alone; a test sees that everything is. */
export const operationRoles: Readonly<Record<string, readonly Role[]>> = {
  getMe: everybody,
  switchAccount: everybody,
  listMembers: owners,
  addMember: owners,
  changeMember: owners,
  removeMember: owners,
  getMyNotifications: everybody,
  changeMyNotifications: everybody,
  getNotifications: owners,
  changeNotifications: owners,
  listSuppressions: owners,
  removeSuppression: owners,

  listTriggers: everybody,
  getTrigger: everybody,
  createTrigger: planners,
  changeTrigger: planners,
  deleteTrigger: planners,
  listSequences: everybody,
  getSequence: everybody,
  createSequence: planners,
  changeSequence: planners,
  deleteSequence: planners,
  previewMail: planners,
  listEnrolments: everybody,
  startSequence: speakers,
  stopSequence: speakers,
  getContactEmail: speakers,
  noteContactEmail: speakers,
  createReply: speakers,
  getFollowUp: everybody,
  changeFollowUp: planners,

  getAccount: everybody,
  changeAccount: owners,
  listConfirmedNumbers: owners,
  requestConfirmation: owners,
  removeConfirmedNumber: owners,
  listKeys: owners,
  createKey: owners,
  deleteKey: owners,
  importFacts: owners,
  setUp: planners,
  getRebuild: owners,
  getFreshness: everybody,

  listNumbers: everybody,
  getNumber: everybody,
  createNumber: planners,
  changeNumber: planners,
  deleteNumber: planners,
  listPools: everybody,
  getPool: everybody,
  createPool: planners,
  changePool: planners,

  listCampaigns: everybody,
  getCampaign: everybody,
  createCampaign: planners,
  changeCampaign: planners,
  mintCodes: planners,
  listCodes: readers,
  getMintJob: planners,
  getCode: everybody,
  checkCode: speakers,
  createCode: speakers,
  holdCode: speakers,
  releaseCode: speakers,
  redeemCode: speakers,
  voidCode: planners,
  quoteCode: speakers,
  createReferrer: speakers,
  giveCode: speakers,

  listEnquiries: everybody,
  getEnquiry: everybody,
  listRevisions: everybody,
  revokeEvidence: planners,
  restoreEvidence: planners,
  splitEnquiry: planners,
  rejoinEnquiry: planners,
  reportSource: speakers,
  createOutcome: speakers,
  listOutcomes: planners,
  createInbound: planners,
  listInbound: planners,
  tryInbound: planners,
  changeInbound: planners,
  deleteInbound: planners,
  getSession: everybody,

  listCalls: everybody,
  getCall: everybody,
  changeCall: speakers,
  getDesk: speakers,
  getText: everybody,
  getRecording: speakers,
  linkRecording: speakers,
  deleteRecording: owners,
  writeTranscript: owners,

  reportSources: readers,
  reportTimeseries: readers,
  reportJourneys: readers,
  reportCodes: readers,
  reportPools: readers,
  reportReferrals: readers,
  evaluateModels: readers,
  reportHeatmap: readers,
  reportSelfReported: readers,
  getAttention: readers,
  reportFunnel: readers,

  listPeople: everybody,
  getPerson: everybody,
  getProcess: everybody,
  changeProcess: planners,
  getScoring: everybody,
  changeScoring: planners,
  movePerson: speakers,

  createErasure: owners,
  listErasures: owners,
  getErasure: owners,
  createExport: owners,
  listAuditLog: owners,

  listWebhooks: planners,
  createWebhook: owners,
  getWebhook: planners,
  changeWebhook: owners,
  deleteWebhook: owners,
  rotateWebhookSecret: owners,
  testWebhook: owners,
  listDestinations: planners,
  createDestination: owners,
  getDestination: planners,
  changeDestination: owners,
  deleteDestination: owners,
  listConversions: planners,
  listDeliveries: planners,
  getDelivery: planners,
  redeliver: planners,

  listSavedViews: everybody,
  createSavedView: planners,
  changeSavedView: planners,
  deleteSavedView: planners,
}

export const mayCall = (role: Role, operationId: string): boolean =>
  (Object.hasOwn(operationRoles, operationId) ? operationRoles[operationId] : owners)?.includes(role) ?? false

/** The operations that the role may call, for whoever shows a person only what they may do. */
export const operationsOf = (role: Role): string[] =>
  Object.keys(operationRoles).filter((operationId) => mayCall(role, operationId))

/** Callers’ phones, whole: whoever calls back needs them, whoever reads figures does not. */
export const mayGetPhones = (role: Role): boolean => role === 'owner' || role === 'agent'

/** The sound of calls and messages, and what was written down of it. */
export const mayHearRecordings = (role: Role): boolean => role !== 'viewer'
