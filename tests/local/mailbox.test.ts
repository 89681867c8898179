import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createMailbox } from '../../local/mailbox.ts'

const mail = { to: 'desk@example.com', subject: 'Text from +447700900123', text: `Grüße\n${'x'.repeat(200)}` }

test('a mail is a file that mail programs read, and a line in the terminal', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tieline-mail-'))
  const lines: string[] = []
  try {
    await createMailbox(join(folder, 'mail'), (line) => lines.push(line)).send(mail)
    const [name = ''] = await readdir(join(folder, 'mail'))
    expect(lines).toEqual([`Mail to desk@example.com: ${join(folder, 'mail', name)}`])
    const [head = '', body = ''] = (await readFile(join(folder, 'mail', name), 'utf8')).split('\r\n\r\n')
    expect(head).toContain('To: desk@example.com\r\nSubject: Text from +447700900123\r\n')
    expect(Math.max(...body.split('\r\n').map(({ length }) => length))).toBe(76)
    expect(Buffer.from(body, 'base64').toString()).toBe(mail.text)
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('a subject breaks no header', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tieline-mail-'))
  try {
    await createMailbox(folder, () => {}).send({ ...mail, subject: 'Hello\r\nBcc: all@example.com' })
    const [name = ''] = await readdir(folder)
    expect(await readFile(join(folder, name), 'utf8')).not.toMatch(/^Bcc:/m)
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('where nothing is kept, only the line is written', async () => {
  const lines: string[] = []
  await createMailbox(undefined, (line) => lines.push(line)).send(mail)
  expect(lines).toEqual(['Mail to desk@example.com: not kept, as nothing is here'])
})
