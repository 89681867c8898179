export * from './account-schema.ts'
export * from './number-schema.ts'
