/**
 * Twilio's connection overrides, behind the address of a webhook that may come twice: three more tries when connecting,
 * reading or our answer (5xx) fails. By default only a failed connection is retried, once. A fragment is not sent, hence
 * not signed. https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
 */
export const retried = '#rc=3&rp=ct,5xx,rt'
