import { foldCode } from '../../../shared/domain/code-evidence.ts'
import { type CodeRow, codeRowOf } from '../../../shared/domain/code-row.ts'
import type { AccountId } from '../../../shared/domain/ids.ts'
import type { Stamped } from '../../../shared/domain/view.ts'
import type { AttributionPorts } from '../deps.ts'

const maxTries = 25

const isSame = ({ stamp: _, ...standing }: Stamped<CodeRow>, row: CodeRow | undefined) =>
  JSON.stringify(standing) === JSON.stringify(row)

/**
 * Brings a code's row in line with its facts, which all stand in one partition of the ledger. The rows are read before
 * the facts and written only if nobody wrote them in between; after each writing all is looked at again, until there is
 * nothing left to do: whoever wrote upon facts that were not the last ones finds out, or its record comes once more.
 */
export async function countCode(
  { ledger, views }: Pick<AttributionPorts, 'ledger' | 'views'>,
  account: AccountId,
  code: string,
): Promise<void> {
  async function rowByFacts(): Promise<CodeRow | undefined> {
    const story = foldCode(code, await ledger.codes.factsOf(account, code))
    return codeRowOf(story, story.issued ? undefined : await ledger.codes.batchOf(account, code))
  }

  let place = (await rowByFacts())?.at
  for (let tries = 0; tries < maxTries; tries++) {
    const standing = await views.codeRows.standing(account, code, place)
    const row = await rowByFacts()
    if (row?.at !== place) {
      place = row?.at
      continue
    }
    const present = standing.find(({ at }) => at === place)
    const misplaced = standing.filter((each) => each !== present)
    if (misplaced.length === 0 && (present ? isSame(present, row) : row === undefined)) return
    // A code never counts at two places: it leaves the one before it enters the other.
    let hasLeft = true
    for (const each of misplaced) hasLeft = (await views.codeRows.remove(account, each)) && hasLeft
    if (hasLeft && row && !(present && isSame(present, row)))
      await views.codeRows.put(account, row, present?.stamp)
  }
  throw new Error(`code ${code} of ${account} could not be counted in ${maxTries} tries`)
}
