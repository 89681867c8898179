import { type Delivery, isSettled } from '../../../shared/domain/delivery.ts'

export const renderDelivery = (delivery: Delivery) => {
  const { id, target, about, state, because, tries, nextAt, createdAt, attempts } = delivery
  return {
    id,
    target,
    event: { id: about.event, type: about.type },
    enquiryId: about.enquiry ?? null,
    state,
    because: because ?? null,
    tries,
    nextTryAt: isSettled(delivery) ? null : nextAt,
    settledAt: isSettled(delivery) ? nextAt : null,
    createdAt,
    attempts: attempts.map((attempt) => ({ ...attempt, because: attempt.because ?? null })),
  }
}
