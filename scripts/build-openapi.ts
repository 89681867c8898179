import { adminOperations } from '../functions/admin/operations.ts'
import { attributionOperations } from '../functions/attribution/operations.ts'
import { callWebhookOperations } from '../functions/call-webhook/operations.ts'
import { couponOperations } from '../functions/coupon/operations.ts'
import { outreachOperations } from '../functions/outreach/operations.ts'
import { sessionOperations } from '../functions/session/operations.ts'
import { openApiDocument } from '../shared/http/openapi.ts'

/** The whole bridge as one OpenAPI document; whoever serves it puts its own address. */
export const buildOpenApi = (): string =>
  JSON.stringify(
    openApiDocument(
      [
        ...sessionOperations,
        ...callWebhookOperations,
        ...couponOperations,
        ...attributionOperations,
        ...adminOperations,
        ...outreachOperations,
      ],
      { serverUrl: '/' },
    ),
  )
