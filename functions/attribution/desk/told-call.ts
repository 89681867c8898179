import { type Rights, toldPhone, toldText } from '../../../shared/http/caller.ts'
import type { DeskCall } from './desk-schema.ts'

/** A call at the desk as whoever has these rights is told it. */
export const toldDeskCall = (rights: Pick<Rights, 'phones'>, call: DeskCall): DeskCall => ({
  ...call,
  from: call.from === null ? null : toldPhone(rights, call.from),
  note: call.note === null ? null : toldText(rights, call.note),
  selfReported: call.selfReported === null ? null : toldText(rights, call.selfReported),
})
