import { loadNotice } from '../notices/load.ts'
import type { AnnounceDeps } from './announce.ts'

/** What is personal of a contact, as the mails to the business tell it. */
export const createPersonal =
  (deps: Parameters<typeof loadNotice>[0]): AnnounceDeps['personal'] =>
  async (account, contact, kind) => {
    const notice = await loadNotice(deps, account, contact, kind)
    if (typeof notice === 'string') return undefined
    const { phone, email, name, written } = notice
    return { phone, email, name, words: written }
  }
