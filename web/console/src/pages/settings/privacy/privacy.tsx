import { AuditLog } from './audit-log.tsx'
import { Erasures } from './erasures.tsx'
import { PersonRequest } from './person-request.tsx'
import './privacy.css'

/** What people may ask of a business that holds data of them, and who did what with it. */
export default function Privacy() {
  return (
    <>
      <PersonRequest />
      <Erasures />
      <AuditLog />
    </>
  )
}
