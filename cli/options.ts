import { type ParseArgsConfig, parseArgs } from 'node:util'
import { Complaint } from './command.ts'

type Options = NonNullable<ParseArgsConfig['options']>

/** @throws Complaint on an unknown option, or one without its value */
export function readOptions<const Given extends Options>(args: readonly string[], options: Given) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
  } catch (error) {
    throw new Complaint((error as Error).message.split('. ')[0] ?? 'the options can’t be read')
  }
}
