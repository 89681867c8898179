import { describe, expect, test } from 'vitest'
import { exampleEnv, isFunctionName, optionalVariables } from '../../scripts/build-env-example.ts'
import { functionEnvs } from '../../shared/env.ts'

const names = Object.keys(functionEnvs).filter(isFunctionName)

describe('the example environment of each function', () => {
  test.each(names)('%s: its schema accepts it as it stands', (name) => {
    expect(functionEnvs[name].safeParse(exampleEnv(name))).toEqual({ success: true, data: exampleEnv(name) })
  })

  test.each(names)('%s: without any one of the variables its schema refuses it', (name) => {
    for (const variable of Object.keys(exampleEnv(name))) {
      const { [variable]: _left, ...rest } = exampleEnv(name)
      expect(functionEnvs[name].safeParse(rest).success, variable).toBe(false)
    }
  })

  test.each(names)('%s: only optional addresses have no example', (name) => {
    const without = Object.keys(functionEnvs[name].shape).filter(
      (variable) => !(variable in exampleEnv(name)),
    )
    expect(optionalVariables).toEqual(expect.arrayContaining(without))
  })
})
