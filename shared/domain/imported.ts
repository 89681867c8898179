import type {
  CallStatusFact,
  CodeIssuedFact,
  CodeUsedFact,
  DialFact,
  FormFact,
  LeaseFact,
  OutcomeFact,
  PageFact,
  SpendFact,
  VoiceFact,
} from './fact.ts'

/** A use of a code as history tells it: the code's issue tells its campaign, and its id is made of its content. */
export type ImportedCodeUse = Omit<CodeUsedFact, 'campaignId' | 'singleUse' | 'useId'>

/** What one line of an import comes to: the facts that live work would have written. */
export type ImportedFacts =
  | { readonly kind: 'session'; readonly page: PageFact }
  | { readonly kind: 'lease'; readonly lease: LeaseFact }
  | {
      readonly kind: 'call'
      readonly voice: VoiceFact
      readonly status: CallStatusFact
      readonly dial?: DialFact | undefined
    }
  | { readonly kind: 'code-issued'; readonly issued: CodeIssuedFact }
  | { readonly kind: 'code-used'; readonly used: ImportedCodeUse }
  | { readonly kind: 'form'; readonly form: FormFact }
  | { readonly kind: 'outcome'; readonly outcome: OutcomeFact }
  | { readonly kind: 'spend'; readonly spend: SpendFact }

export type ImportEntry = ImportedFacts & {
  /** A keyed hash of the whole line as it was understood: the same id with another print is a conflict. */
  readonly print: string
}

export type ImportVerdict = 'accepted' | 'duplicate' | 'conflict'
