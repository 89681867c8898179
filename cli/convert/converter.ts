/** Where facts go to, and what is said about the rows that gave none. */
export interface ConvertContext {
  /** ISO 3166 code of the country that numbers without a calling code belong to. */
  readonly country: string
  /** IANA zone of times without an offset. */
  readonly zone: string
  /** Decimals of the account's currency: minor units are so many powers of ten. */
  readonly decimals: number
  /** Events that are an enquiry by form. */
  readonly formEvents: ReadonlySet<string>
  readonly skip: (reason: string) => void
  /** Something to know afterwards, told once. */
  readonly note: (text: string) => void
}

/** A row as its file has it: by heading. */
export type Row = Readonly<Record<string, unknown>>
export type FactLine = { readonly fact: string } & Readonly<Record<string, unknown>>
export type Converter = (rows: AsyncIterable<Row>, context: ConvertContext) => AsyncIterable<FactLine>
