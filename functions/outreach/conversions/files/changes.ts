import { type Destination, ruleNameOf } from '../../../../shared/domain/conversion/destination.ts'
import { platformRules } from '../../../../shared/domain/conversion/platform.ts'
import type { ConversionRecord } from '../../../../shared/domain/conversion/record.ts'
import { addDays } from '../../../../shared/domain/time.ts'
import { positionOf } from '../list.ts'
import { idAtPlatform } from '../platforms/platform-port.ts'
import type { ConversionDeps } from '../ports.ts'
import type { ChangeRow } from './change-forms.ts'
import type { Period } from './conversions.ts'

const atOnce = 100

function changesOf(
  destination: Destination,
  { changes = [], name, rule }: ConversionRecord,
  { from, until }: Period,
): ChangeRow[] {
  const { label } = destination.rules.find(({ trigger }) => ruleNameOf(trigger) === rule) ?? {}
  return changes
    .filter(({ changedAt }) => changedAt >= from && changedAt < until)
    .map((change) => ({
      change,
      name: label ?? change.action,
      id: idAtPlatform(name, change.generation),
    }))
}

/** What was restated or taken back in between, page by page, of what happened as long ago as it may be changed. */
export async function* changeRows(
  { conversions }: Pick<ConversionDeps, 'conversions'>,
  destination: Destination,
  period: Period,
): AsyncGenerator<readonly ChangeRow[]> {
  const { account, id, mode, platform } = destination
  const of = mode === 'live' ? 'live' : 'dry-run'
  const oldest = addDays(period.from, -platformRules[platform].changeableDays)
  // After every conversion that can have been changed by then.
  let before: string | undefined = `${period.until}~`
  while (before !== undefined) {
    const page: ConversionRecord[] = await conversions.list(account, id, { limit: atOnce, before })
    yield page
      .filter((record) => record.mode === of)
      .flatMap((record) => changesOf(destination, record, period))
    const last = page.at(-1)
    before = page.length < atOnce || !last || last.at < oldest ? undefined : positionOf(last)
  }
}
