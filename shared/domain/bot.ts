import { isbot } from 'isbot'

/** Programs that name themselves, and clients that name nothing: neither is a visitor. */
export const isBot = (userAgent: string | undefined): boolean =>
  userAgent === undefined || userAgent.trim() === '' || isbot(userAgent)
