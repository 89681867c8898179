import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Small files that run for long: begun last, each would leave the other cores idle. The rest goes by size. */
const slow =
  /any-order|attribution\/(faults|codes)\.|code-(mint|model|redeem)|lease|stream-pump|attempt|command-line|running/

export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isSlow = ({ moduleId }: TestSpecification) => slow.test(moduleId)
    return [...sorted.filter(isSlow), ...sorted.filter((file) => !isSlow(file))]
  }
}
