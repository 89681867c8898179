/**
 * Twilio's connection overrides, behind the address of a webhook that may come twice: three more tries when connecting,
 * reading or our answer (5xx) fails. By default only a failed connection is retried, once. A fragment is not sent, hence
 * not signed. https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
 */
export const retried = '#rc=3&rp=ct,5xx,rt'

/**
 * Behind the address that a call asks first: Twilio goes on to the fallback document after 6 s without an answer instead
 * of 15. Ours comes within 2 s, a cold start's time added.
 */
export const impatient = '#ct=2000&rt=6000'
