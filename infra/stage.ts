import { RemovalPolicy } from 'aws-cdk-lib'

/** `prod` keeps what can't be made again whatever becomes of the stack; `dev` leaves nothing behind. */
export const stages = ['prod', 'dev'] as const
export type Stage = (typeof stages)[number]

/** What becomes of data when the stack, or a part of it, is deleted. */
export interface Keeping {
  readonly removalPolicy: RemovalPolicy
  readonly deletionProtection: boolean
}

export const keepingOf: Readonly<Record<Stage, Keeping>> = {
  prod: { removalPolicy: RemovalPolicy.RETAIN, deletionProtection: true },
  dev: { removalPolicy: RemovalPolicy.DESTROY, deletionProtection: false },
}

/** The name of the stage's stack: prod's is the bare one. */
export const stackNameOf = (stage: Stage): string => (stage === 'prod' ? 'Tieline' : `Tieline-${stage}`)
