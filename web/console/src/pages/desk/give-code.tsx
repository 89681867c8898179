import { MessageSquare, Ticket } from 'lucide-react'
import { type Ref, useImperativeHandle, useState } from 'react'
import { useCampaigns } from '../../api/campaigns.ts'
import { useMe } from '../../api/me.ts'
import { api } from '../../api/request.ts'
import { dateAndTime } from '../../look/format.ts'
import { Button } from '../../parts/button.tsx'
import { Select } from '../../parts/choice.tsx'
import { say, sayTrouble } from '../../parts/toast.tsx'
import { benefitOf } from './benefit.ts'
import type { Code, DeskCall } from './types.ts'

export interface Giving {
  give(by: 'agent' | 'sms'): void
}

type Given = Pick<Code, 'display' | 'spoken' | 'expiresAt'>

/** One press, and the words to read out stand there in large type; or they go to the caller as a text. */
export function GiveCode({ call, ref }: { readonly call: DeskCall; readonly ref: Ref<Giving> }) {
  const { account } = useMe()
  const all = useCampaigns().data
  const [chosen, setChosen] = useState<string>()
  const [given, setGiven] = useState<Given | undefined>()
  const [isGiving, setGiving] = useState(false)
  const campaigns = (all ?? []).filter(
    ({ active, direction, kind }) => active && direction !== 'web-to-phone' && kind !== 'source',
  )
  const campaign = campaigns.find(({ id }) => id === chosen) ?? campaigns[0]
  const shown = given ?? call.givenCode
  const give = async (by: 'agent' | 'sms') => {
    if (!campaign || isGiving) return
    setGiving(true)
    try {
      const code = await api.post<Code>(`/v1/calls/${encodeURIComponent(call.callSid)}/give-code`, {
        campaignId: campaign.id,
        by,
        // What was read out comes in writing, too: not another one.
        ...(by === 'sms' && shown && { code: shown.display }),
      })
      setGiven(code)
      if (by === 'sms') say('The code was texted to the caller.')
    } catch (error) {
      sayTrouble(error)
    } finally {
      setGiving(false)
    }
  }
  useImperativeHandle(ref, () => ({
    // A key pressed twice gives no second code; the button gives another one.
    give: (by) => {
      if (by === 'sms' || !shown) void give(by)
    },
  }))
  if (all === undefined) return null
  if (!campaign) {
    return (
      <p className="quiet small">
        No campaign gives codes by phone. <a href="/codes">Make one</a> of the direction “phone to web” or
        “both”.
      </p>
    )
  }
  return (
    <div className="give">
      <div className="give-row">
        {campaigns.length > 1 && (
          <Select
            label="Campaign of the code"
            options={campaigns.map(({ id, name }) => ({ id, name }))}
            value={campaign.id}
            onChange={setChosen}
          />
        )}
        <Button onPress={() => void give('agent')} isDisabled={isGiving}>
          <Ticket aria-hidden="true" /> {shown ? 'Another code' : 'Give a code'} {!shown && <kbd>Alt G</kbd>}
        </Button>
        <Button look="quiet" onPress={() => void give('sms')} isDisabled={isGiving || call.from === null}>
          <MessageSquare aria-hidden="true" /> Text it <kbd>Alt T</kbd>
        </Button>
        <span className="quiet small">{benefitOf(campaign.benefit)}</span>
      </div>
      <div aria-live="polite">
        {shown && (
          <div className="give-words">
            <p className="give-digits">{shown.display}</p>
            <p className="give-spoken">“{shown.spoken}”</p>
            <p className="quiet small">
              Entered at {location.host}/redeem · until {dateAndTime(shown.expiresAt, account.timeZone)}
            </p>
          </div>
        )}
      </div>
    </div>
  )
}
