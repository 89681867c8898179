import { type Delivery, type DeliveryProcessing, isSettled } from '../../../shared/domain/delivery.ts'

export const renderProcessing = (processing: DeliveryProcessing | undefined) =>
  processing ? { state: processing.state, at: processing.at, because: processing.because ?? null } : null

export const renderDelivery = (delivery: Delivery) => {
  const { id, target, about, state, because, tries, nextAt, createdAt, processing, attempts } = delivery
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
    processing: renderProcessing(processing),
    attempts: attempts.map((attempt) => ({ ...attempt, because: attempt.because ?? null })),
  }
}
