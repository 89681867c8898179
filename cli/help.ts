import { type Command, Complaint } from './command.ts'

const indent = (text: string) => text.replaceAll(/^(?=.)/gm, '  ')

/** All commands at a glance. */
export function overview(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ usage }) => usage.length))
  return [
    'Tieline joins web visits and phone calls. These commands move and check its data.',
    '',
    'Usage: npm run tieline -- COMMAND [OPTIONS]',
    '',
    ...commands.map(({ usage, summary }) => `  ${usage.padEnd(width)}   ${summary}`),
    '',
    'More of each: npm run tieline -- help COMMAND',
    '',
  ].join('\n')
}

export const helpOf = ({ usage, summary, help }: Command): string =>
  [`${summary}.`, '', `Usage: npm run tieline -- ${usage}`, '', indent(help.trim()), ''].join('\n')

/** @throws Complaint that names the nearest command */
export function findCommand(commands: readonly Command[], name: string): Command {
  const found = commands.find((command) => command.name === name)
  if (found) return found
  const near = commands.find((command) => command.name.startsWith(name.slice(0, 2)))
  throw new Complaint(
    `there is no command "${name}"${near ? `; did you mean "${near.name}"?` : ''} Try: help`,
  )
}

export const createHelp = (commands: () => readonly Command[]): Command => ({
  name: 'help',
  usage: 'help [COMMAND]',
  summary: 'Say what a command does and how it is called',
  help: 'Without a command: all of them at a glance.',
  async run([name], { out }) {
    out(name === undefined ? overview(commands()) : helpOf(findCommand(commands(), name)))
    return 0
  },
})
