export * from './accounts/account-schema.ts'
export * from './numbers/number-schema.ts'
