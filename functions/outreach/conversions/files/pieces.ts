import type { Destination } from '../../../../shared/domain/conversion/destination.ts'
import type { Platform } from '../../../../shared/domain/conversion/platform.ts'
import type { ConversionFormat } from '../conversion-schema.ts'
import type { ConversionDeps } from '../ports.ts'
import { type ChangeRow, googleAdjustments, microsoftAdjustments } from './change-forms.ts'
import { changeRows } from './changes.ts'
import { conversionRows, type Period } from './conversions.ts'
import {
  type FileForm,
  type FileRow,
  googleClicks,
  googleLeads,
  metaEvents,
  microsoftConversions,
} from './forms.ts'

type Form =
  | { readonly of: 'conversions'; readonly platform: Platform; readonly form: FileForm<FileRow> }
  | { readonly of: 'changes'; readonly platform: Platform; readonly form: FileForm<ChangeRow> }

export const fileForms: Readonly<Record<ConversionFormat, Form>> = {
  'google-csv': { of: 'conversions', platform: 'google', form: googleClicks },
  'google-leads-csv': { of: 'conversions', platform: 'google', form: googleLeads },
  'google-adjustments-csv': { of: 'changes', platform: 'google', form: googleAdjustments },
  'meta-csv': { of: 'conversions', platform: 'meta', form: metaEvents },
  'microsoft-csv': { of: 'conversions', platform: 'microsoft', form: microsoftConversions },
  'microsoft-adjustments-csv': { of: 'changes', platform: 'microsoft', form: microsoftAdjustments },
}

type Deps = Pick<ConversionDeps, 'sources' | 'conversions' | 'nameOf' | 'now'>

/** A file in pieces, read while it is sent. */
export async function* filePieces(
  deps: Deps,
  format: ConversionFormat,
  destination: Destination,
  currency: string,
  period: Period,
): AsyncGenerator<string> {
  const { of, form } = fileForms[format]
  yield form.head(destination)
  const write = <Row>(rows: readonly Row[], row: FileForm<Row>['row']) =>
    rows.map((each) => row(each, destination)).join('')
  if (of === 'conversions') {
    for await (const rows of conversionRows(deps, destination, currency, period)) yield write(rows, form.row)
  } else {
    for await (const rows of changeRows(deps, destination, period)) yield write(rows, form.row)
  }
}
