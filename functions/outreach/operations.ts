import { conversionOperations } from './conversions/conversion-schema.ts'
import { destinationOperations } from './conversions/destination-operations.ts'
import { deliveryOperations } from './deliveries/delivery-schema.ts'
import { preferenceOperations } from './preferences/preference-schema.ts'
import { referralReportOperations } from './referrals/referral-schema.ts'
import { contactEmailOperations } from './sequences/contact-schema.ts'
import { enrolmentOperations } from './sequences/enrolment-schema.ts'
import { sequenceOperations } from './sequences/sequence-schema.ts'
import { followUpOperations } from './sequences/settings-schema.ts'
import { suppressionOperations } from './suppressions/suppression-schema.ts'
import { triggerOperations } from './triggers/trigger-schema.ts'
import { webhookOperations } from './webhooks/webhook-operations.ts'

export const outreachOperations = [
  ...preferenceOperations,
  ...suppressionOperations,
  ...webhookOperations,
  ...deliveryOperations,
  ...sequenceOperations,
  ...enrolmentOperations,
  ...contactEmailOperations,
  ...followUpOperations,
  ...triggerOperations,
  ...referralReportOperations,
  ...destinationOperations,
  ...conversionOperations,
]
