import type { DeliveryTarget } from '../domain/delivery.ts'
import type { AccountId, EnquiryId } from '../domain/ids.ts'

/** Where the ledger keeps what goes to systems outside; each partition begins with its account, as in `keys.ts`. */
export const deliveryKeys = {
  /** What was to be sent, and what became of it? In the order of creation. */
  delivery: (account: AccountId, id: string) => ({ pk: deliveryPartitions.all(account), sk: id }),
  /** Was it added before, and what does it say? `name` is a digest. */
  body: (account: AccountId, name: string) => ({ pk: `${account}#delivery#${name}`, sk: 'body' }),
  /** Bare pointers: what went to this target, and what went out about this enquiry? */
  ofTarget: (account: AccountId, target: DeliveryTarget, id: string) => ({
    pk: deliveryPartitions.ofTarget(account, target),
    sk: id,
  }),
  ofEnquiry: (account: AccountId, enquiry: EnquiryId, id: string) => ({
    pk: deliveryPartitions.ofEnquiry(account, enquiry),
    sk: id,
  }),
}

export const deliveryPartitions = {
  all: (account: AccountId) => `${account}#deliveries`,
  ofTarget: (account: AccountId, { kind, id }: DeliveryTarget) => `${account}#deliveries-to#${kind}#${id}`,
  ofEnquiry: (account: AccountId, enquiry: EnquiryId) => `${account}#deliveries-about#${enquiry}`,
}
