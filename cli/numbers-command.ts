import { TwilioError } from '../shared/twilio/api.ts'
import { type Command, Complaint } from './command.ts'
import type { Action } from './numbers/action.ts'

const actions: Readonly<Record<string, () => Promise<Action>>> = {
  search: async () => (await import('./numbers/search.ts')).search,
  buy: async () => (await import('./numbers/buy.ts')).buy,
  import: async () => (await import('./numbers/import.ts')).importNumbers,
  sync: async () => (await import('./numbers/sync.ts')).sync,
  release: async () => (await import('./numbers/release.ts')).release,
  audit: async () => (await import('./numbers/audit.ts')).auditNumbers,
}

export const numbers: Command = {
  name: 'numbers',
  usage: 'numbers search|buy|import|sync|release|audit',
  summary: 'Get tracking numbers at Twilio, and keep them set as Tieline needs them',
  help: `
search    numbers that can be bought
            --country GB          ISO 3166; US unless given
            --type TYPE           local, mobile, national or toll-free; local unless given
            --area-code 020       or 415
            --contains 555*       digits or letters anywhere; * is any digit
            --locality, --region  a town; a state or county
            --can voice,sms       what they must be able to; voice unless given
            --without-address     leaves out those that need an address on file
            --limit 20, --json
buy       NUMBER…, or --count N and what to search for (asks first, unless --yes)
            --forward-to +44…     the phone that rings; may be given several times
            --pool pol_…          for a number of a pool, instead of or beside --forward-to
            --label, --source, --medium, --campaign   what a number of one source stands for
            --address AD…, --bundle BU…               where Twilio asks for them
import    NUMBER… or --all: registers numbers that you have at Twilio; options as for buy.
          Nothing is changed at Twilio; without numbers it lists what it would import.
sync      NUMBER…, or all: shows what is set differently at Twilio; --apply repairs it.
          A number that rings no phone in Tieline is left as it is.
release   NUMBER…: gives them up at Twilio, then in Tieline (asks first, unless --yes).
          A number of a pool first leaves it and rings on while pages may show it; --now does
          not wait for that.
audit     what is set differently, what is on one side only, what rings no phone; the exit code
          is 1 if there is anything. --ignore NUMBER (several times), --json

The variables are the bridge's: TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, PUBLIC_BASE_URL (what the
numbers are pointed at), TIELINE_SECRET_KEY; deployed, FALLBACK_BASE_URL as well (the stack's
output, where the fallback documents are). --url ORIGIN is where the bridge answers, if not at
PUBLIC_BASE_URL. Without TWILIO_ACCOUNT_SID the bridge of "npm start" plays Twilio, and nothing
is bought.

To try Twilio itself without being charged, set its test credentials (Console, API keys & tokens)
and buy its magic numbers: +15005550006 is sold, +15005550000 is not to be had, +15005550001 is
not valid. Test credentials buy and text, nothing else.

Examples
  npm run tieline -- numbers search --country GB --area-code 020 --can voice,sms
  npm run tieline -- numbers buy +442079460123 --label "The van" --source van --forward-to +442079460099
  npm run tieline -- numbers buy --country US --area-code 415 --count 8 --pool pol_…
  npm run tieline -- numbers sync --apply
`,
  async run([name = '', ...args], surroundings) {
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined
    if (!action) {
      throw new Complaint(
        `numbers what? Say one of ${Object.keys(actions).join(', ')}; more: npm run tieline -- help numbers`,
      )
    }
    try {
      return await (await action())(args, surroundings)
    } catch (error) {
      if (error instanceof TwilioError) throw new Complaint(error.message)
      throw error
    }
  },
}
