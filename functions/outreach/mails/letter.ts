/**
 * What a mail says, before it is HTML or plain text: both are made of the same pieces, so that neither says less.
 */
export interface Letter {
  readonly subject: string
  /** What mail programs show beside the subject. */
  readonly preview: string
  /** The business it is about. */
  readonly business: string
  readonly kicker: string
  readonly title: string
  readonly lead?: string | undefined
  readonly blocks: readonly Block[]
  /** Why the reader gets it, and how to get no more; what nobody can do without has no such link. */
  readonly why: string
  readonly preferencesUrl?: string | undefined
  readonly unsubscribeUrl?: string | undefined
}

export type Block =
  | { readonly block: 'facts'; readonly rows: readonly FactRow[] }
  | { readonly block: 'quote'; readonly title: string; readonly text: string }
  | { readonly block: 'figures'; readonly figures: readonly Figure[] }
  | { readonly block: 'bars'; readonly title: string; readonly bars: readonly Bar[] }
  | {
      readonly block: 'table'
      readonly title: string
      readonly columns: readonly string[]
      /** The first cell names the row, the others are figures. */
      readonly rows: readonly (readonly string[])[]
      readonly note?: string | undefined
    }
  | { readonly block: 'list'; readonly title: string; readonly items: readonly string[] }
  | { readonly block: 'actions'; readonly actions: readonly Action[] }

export interface FactRow {
  readonly label: string
  readonly value: string
  readonly href?: string | undefined
  /** Said more quietly below it. */
  readonly note?: string | undefined
}

export interface Figure {
  readonly label: string
  readonly value: string
  readonly change: string
  readonly tone: 'good' | 'bad' | 'even'
}

export interface Bar {
  readonly label: string
  readonly value: number
}

export interface Action {
  readonly label: string
  readonly href: string
}
