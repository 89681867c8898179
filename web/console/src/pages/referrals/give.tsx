import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { fieldErrors } from '../../api/errors.ts'
import { api, Problem } from '../../api/request.ts'
import type { Campaign, ReferrerCode } from '../../api/types.ts'
import { Button } from '../../parts/button.tsx'
import { Select } from '../../parts/choice.tsx'
import { Copy } from '../../parts/copy.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Field } from '../../parts/field.tsx'

/** Gives a customer a code; whoever has one is told the same again. */
export function GiveCode({
  campaigns,
  isOpen,
  onClose,
}: {
  readonly campaigns: readonly Campaign[]
  readonly isOpen: boolean
  readonly onClose: () => void
}) {
  const queries = useQueryClient()
  const [campaignId, setCampaign] = useState(campaigns[0]?.id ?? '')
  const [customer, setCustomer] = useState('')
  const [given, setGiven] = useState<ReferrerCode>()
  const [error, setError] = useState<unknown>()
  const close = () => {
    setGiven(undefined)
    setCustomer('')
    setError(undefined)
    onClose()
  }
  const give = async () => {
    const holder = customer.includes('@') ? { email: customer } : { phone: customer }
    try {
      setGiven(await api.post<ReferrerCode>('/v1/referrals', { campaignId, holder }))
      setError(undefined)
      await queries.invalidateQueries({ queryKey: ['referrals'] })
    } catch (refusal) {
      setError(refusal)
    }
  }
  return (
    <Dialog title={given ? 'Their code' : 'A code for a customer'} isOpen={isOpen} onClose={close}>
      {given ? (
        <div className="given-code">
          <p className="is-code">{given.display}</p>
          <Copy label="Page to pass on" text={given.share} />
          {given.link && <Copy label="Link to your page" text={given.link} />}
          <p className="quiet small">
            Friends say the code on the phone or follow the link. Both sides are rewarded once the friend has
            bought.
          </p>
          <div className="form-actions">
            <Button look="primary" onPress={close}>
              Done
            </Button>
          </div>
        </div>
      ) : (
        <form
          className="form"
          onSubmit={(event) => {
            event.preventDefault()
            void give()
          }}
        >
          <Field
            label="The customer’s phone or e-mail"
            value={customer}
            onChange={setCustomer}
            autoComplete="off"
            placeholder="+44 7700 900123"
            isRequired
            error={fieldErrors(error)('holder')}
            help="To know them again: nobody recommends you to themselves."
          />
          {campaigns.length > 1 && (
            <Select
              label="Campaign"
              isLabelShown
              value={campaignId}
              onChange={setCampaign}
              options={campaigns.map(({ id, name }) => ({ id, name }))}
            />
          )}
          {error instanceof Problem && error.errors.length === 0 && (
            <p className="field-error" role="alert">
              {error.message}
            </p>
          )}
          <div className="form-actions">
            <Button onPress={close}>Cancel</Button>
            <Button type="submit" look="primary">
              Give a code
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  )
}
