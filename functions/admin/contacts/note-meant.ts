import { type Rights, toldText } from '../../../shared/http/caller.ts'

/**
 * The note that somebody means who may have been shown phones masked in it: sent back as it was shown it stays as it is,
 * and what would write the mask over the phone is `masked`.
 */
export function noteMeant<Note extends string | null | undefined>(
  rights: Pick<Rights, 'phones'>,
  standing: string | null,
  note: Note,
): Note | undefined | 'masked' {
  if (rights.phones || !note?.includes('••')) return note
  return standing !== null && note === toldText(rights, standing) ? undefined : 'masked'
}
