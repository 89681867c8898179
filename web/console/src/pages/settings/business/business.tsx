import { Trouble } from '../../../parts/empty.tsx'
import { TableSkeleton } from '../../../parts/skeleton.tsx'
import { useAccount } from '../account.ts'
import { Branding } from './branding.tsx'
import { Calls } from './calls.tsx'
import { ConfirmedPhones } from './confirmed-phones.tsx'
import { Identity } from './identity.tsx'
import { Reckoning } from './reckoning.tsx'
import { Retention } from './retention.tsx'
import { Texts } from './texts.tsx'

/** What holds for the whole business. */
export default function Business() {
  const { data, error, refetch } = useAccount()
  if (error) return <Trouble error={error} onRetry={() => void refetch()} />
  if (!data) return <TableSkeleton />
  return (
    <>
      <Identity account={data} />
      <Reckoning account={data} />
      <Calls account={data} />
      <Texts account={data} />
      <ConfirmedPhones />
      <Retention account={data} />
      <Branding account={data} />
    </>
  )
}
