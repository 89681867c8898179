import fc from 'fast-check'
import { expect, test } from 'vitest'
import { generatedMasterKey } from '../../infra/constructs/bridge-secrets.ts'
import { createVault } from '../../shared/store/vault.ts'
import { synthesize } from './synth.ts'

/** What Secrets Manager generates without punctuation. */
const letterOrDigit = fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789')

test('any master key that the deployment may generate opens a vault', () => {
  const length = generatedMasterKey.passwordLength ?? 0
  const generated = fc.string({ unit: letterOrDigit, minLength: length, maxLength: length })
  fc.assert(
    fc.property(generated, (key) => {
      const vault = createVault(key)
      expect(vault.open('acc_1', vault.seal('acc_1', '+442079460000'))).toBe('+442079460000')
    }),
  )
})

test('the template asks for just such a key, and keeps it when the stack goes', () => {
  const { template, logicalId } = synthesize()
  const { [logicalId('Secrets/MasterKey')]: secret } = template.findResources('AWS::SecretsManager::Secret')
  expect(secret).toMatchObject({
    DeletionPolicy: 'Retain',
    Properties: { GenerateSecretString: { PasswordLength: 43, ExcludePunctuation: true } },
  })
})
