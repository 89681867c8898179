export * from './batch-schema.ts'
export * from './campaign-schema.ts'
export * from './code-schema.ts'
