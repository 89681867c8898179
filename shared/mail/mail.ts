/** A mail of plain text to one address. */
export interface Mail {
  readonly to: string
  readonly subject: string
  readonly text: string
}

export interface Mailer {
  /** @throws if the mail was not taken */
  send(mail: Mail): Promise<void>
}
