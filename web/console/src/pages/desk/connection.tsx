import { duration } from '../../look/format.ts'

/** A desk that stands still must not look like a quiet one. */
export const Connection = ({ seconds, why }: { readonly seconds: number; readonly why: string }) => (
  <div className="notice desk-lost" role="status">
    <strong>Nothing heard for {duration(seconds)}.</strong> {why} The desk asks again each second, and what
    you write here stays.
  </div>
)
