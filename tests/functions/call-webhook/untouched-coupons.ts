import type { CouponPorts } from '../../../functions/call-webhook/deps.ts'

/** Fails at the first touch: a call whose flow says nothing of codes costs no look at them. */
export const untouchedCoupons = new Proxy({} as CouponPorts, {
  get(_, port) {
    throw new Error(`the call has nothing to do with ${String(port)}`)
  },
})
