import { instantOf } from '../shared/domain/time.ts'
import { type Command, Complaint } from './command.ts'
import { readOptions } from './options.ts'
import { count, createProgress } from './progress.ts'

export const keys: Command = {
  name: 'keys',
  usage: 'keys rotate|reseal',
  summary: 'Make a new data key of the key in KMS, or seal what older ones have sealed anew',
  help: `
rotate   KMS makes a new data key. It is kept wrapped, beside the facts, and seals what is new
         from tomorrow on: by then every function was started anew and knows it. What older
         keys have sealed stays readable.
reseal   Seals everything anew that older keys have sealed. The bridge may run meanwhile; cut
         off, it goes on where it was when it is called again. Do it a day after "rotate".

Keyed hashes are made of the master key for good: they stand in keys, and are not rotated.

Needs LEDGER_TABLE, VIEWS_TABLE, TIELINE_MASTER_KEY, TIELINE_KMS_KEY_ID, and the usual variables
of AWS.
`,
  async run(args, surroundings) {
    const [what, ...others] = args
    readOptions(others, {})
    const { env, out, now } = surroundings
    const { LEDGER_TABLE, VIEWS_TABLE, TIELINE_MASTER_KEY, TIELINE_KMS_KEY_ID, KMS_ENDPOINT } = env
    if (what !== 'rotate' && what !== 'reseal') throw new Complaint('say "keys rotate" or "keys reseal"')
    if (!LEDGER_TABLE || !VIEWS_TABLE || !TIELINE_MASTER_KEY || !TIELINE_KMS_KEY_ID) {
      throw new Complaint('set LEDGER_TABLE, VIEWS_TABLE, TIELINE_MASTER_KEY and TIELINE_KMS_KEY_ID')
    }
    const [{ openDataKeyService }, { loadKeyRing, rotateDataKey }, { openTables }] = await Promise.all([
      import('../shared/aws/data-key-service.ts'),
      import('../shared/store/key-ring-load.ts'),
      import('../shared/store/open.ts'),
    ])
    const service = openDataKeyService(TIELINE_KMS_KEY_ID, KMS_ENDPOINT)
    const { ledger } = openTables({ LEDGER_TABLE, VIEWS_TABLE, DYNAMODB_ENDPOINT: env.DYNAMODB_ENDPOINT })
    const at = instantOf(now())
    if (what === 'rotate') {
      const { name, activeAt } = await rotateDataKey(ledger, service, at)
      out(`The data key ${name} seals what is new from ${activeAt} on.\n`)
      return 0
    }
    const [{ readKeyRing }, { resealAll }, { createVault }] = await Promise.all([
      import('../shared/store/key-ring.ts'),
      import('../shared/store/reseal.ts'),
      import('../shared/store/vault.ts'),
    ])
    const ring = await loadKeyRing(ledger, service, TIELINE_MASTER_KEY, at)
    const progress = createProgress(surroundings)
    const { newest } = readKeyRing(ring)
    const { items, values } = await resealAll(ledger, createVault(ring), newest, (done) =>
      progress.show(() => `${count(done.values)} values sealed anew`),
    )
    progress.clear()
    out(`${count(values)} values of ${count(items)} items are sealed by ${newest} now.\n`)
    return 0
  },
}
