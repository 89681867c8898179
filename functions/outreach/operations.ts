import { preferenceOperations } from './preferences/preference-schema.ts'
import { suppressionOperations } from './suppressions/suppression-schema.ts'

export const outreachOperations = [...preferenceOperations, ...suppressionOperations]
