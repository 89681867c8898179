/** The part of OpenAPI 3.1 that `openapi.ts` writes and `docs-page.ts` reads (https://spec.openapis.org/oas/v3.1.1). */

/** JSON Schema 2020-12. */
export interface JsonSchema {
  readonly [keyword: string]: unknown
}

export interface Media {
  readonly schema: JsonSchema
}

export interface ResponseObject {
  readonly description: string
  readonly headers?: Readonly<Record<string, { readonly description: string; readonly schema: JsonSchema }>>
  readonly content?: Readonly<Record<string, Media>>
}

export interface ParameterObject {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required: boolean
  readonly description?: string
  readonly schema: JsonSchema
}

export interface OperationObject {
  readonly operationId: string
  readonly tags: readonly string[]
  readonly summary: string
  readonly description?: string
  readonly security: readonly Readonly<Record<string, readonly string[]>>[]
  readonly parameters?: readonly ParameterObject[]
  readonly requestBody?: {
    readonly required: boolean
    readonly description?: string
    readonly content: Readonly<Record<string, Media>>
  }
  readonly responses: Readonly<Record<string, ResponseObject>>
}

export type WebhookObject = Omit<OperationObject, 'security'> & Required<Pick<OperationObject, 'requestBody'>>

export interface OpenApiDocument {
  readonly openapi: '3.1.1'
  readonly info: { readonly title: string; readonly version: string; readonly description: string }
  readonly servers: readonly { readonly url: string }[]
  readonly tags: readonly { readonly name: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationObject>>>>
  /** What the bridge posts to addresses of others. */
  readonly webhooks?: Readonly<Record<string, Readonly<Record<'post', WebhookObject>>>>
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>
    readonly securitySchemes: Readonly<Record<string, JsonSchema>>
  }
}
