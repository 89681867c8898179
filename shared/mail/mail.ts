/** A mail to one address. */
export interface Mail {
  readonly to: string
  readonly subject: string
  /** Whose name stands beside the sender's address, if not the one that is usual. */
  readonly fromName?: string | undefined
  /** Whither its reader answers, if not to the sender. */
  readonly replyTo?: string | undefined
  /** Every mail has a part of plain text. */
  readonly text: string
  /** The same, for mail programs that show HTML. */
  readonly html?: string | undefined
  readonly attachments?: readonly Attachment[] | undefined
  /** Where its reader asks for no more of them, by one click (RFC 8058). */
  readonly unsubscribeUrl?: string | undefined
  /** What the service tells of it afterwards comes with these; letters, digits, `_` and `-` alone. */
  readonly tags?: Readonly<Record<string, string>> | undefined
}

export interface Attachment {
  readonly filename: string
  readonly contentType: string
  readonly content: string
}

export interface Sent {
  /** The service's own id of the mail. */
  readonly messageId: string
}

export interface Mailer {
  /** @throws `MailRefused` if it was surely not sent, anything else if nobody knows */
  send(mail: Mail): Promise<Sent>
}

/** The service did not take the mail. */
export class MailRefused extends Error {
  override readonly name = 'MailRefused'
  /**
   * @param isForNow whether the same mail may be taken later: too many at once, no connection, no right
   * @param cause the service's word for it, without the address
   */
  constructor(
    readonly isForNow: boolean,
    override readonly cause: string,
  ) {
    super(`the mail service refused: ${cause}`)
  }
}
