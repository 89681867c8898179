/**
 * What a source number's or code's medium (or source) says where it stands in the world and not on the web. Whole words
 * decide: `Local paper, print ad` is print, `sprint-sale` and `newsletter` are not.
 */
const offlineWords = new Set(
  [
    'offline print printed newspaper newspapers magazine magazines flyer flyers flier fliers leaflet leaflets brochure',
    'brochures catalog catalogue catalogs catalogues poster posters postcard postcards mailshot mailer leafleting',
    'sticker stickers',
    'radio tv television telly',
    'outdoor ooh dooh billboard billboards hoarding signage sign signs storefront',
    'vehicle vehicles van vans truck trucks lorry lorries car cars bus buses taxi taxis fleet livery',
  ]
    .join(' ')
    .split(' '),
)
const offlinePhrases = [
  'direct mail',
  'out of home',
  'business card',
  'business cards',
  'yellow pages',
  'shop window',
  'door drop',
  'door hanger',
]

export function isOffline(text: string | null): boolean {
  if (text === null) return false
  const words = text.toLowerCase().split(/[^a-z0-9]+/)
  const phrase = ` ${words.join(' ')} `
  return (
    words.some((word) => offlineWords.has(word)) ||
    offlinePhrases.some((known) => phrase.includes(` ${known} `))
  )
}
