import type { Mailer } from './mail.ts'
import type { SesOptions } from './ses.ts'

/** Mails by SES, whose client is loaded with the first of them. */
export function lateSesMailer(options: SesOptions): Mailer {
  let opening: Promise<Mailer> | undefined
  return {
    async send(mail) {
      opening ??= import('./ses.ts').then(({ createSesMailer }) => createSesMailer(options))
      return (await opening).send(mail)
    },
  }
}

export interface MailEnv {
  readonly TIELINE_MAIL_FROM?: string | undefined
  readonly TIELINE_MAIL_CONFIGURATION_SET?: string | undefined
}

/** @returns undefined where no address is named that mails could come from */
export const mailerOf = (env: MailEnv): Mailer | undefined =>
  env.TIELINE_MAIL_FROM === undefined
    ? undefined
    : lateSesMailer({
        from: env.TIELINE_MAIL_FROM,
        configurationSet: env.TIELINE_MAIL_CONFIGURATION_SET,
      })
