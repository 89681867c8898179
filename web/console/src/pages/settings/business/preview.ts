/** The first of black and white that can be read on the colour, as the page itself chooses (`functions/coupon/redeem-look.ts`). */
function inkOn(colour: string): string {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const part = Number.parseInt(colour.slice(start, start + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05) >= 4.5 ? '#ffffff' : '#000000'
}

const usualTexts = new WeakMap<Document, string>()

/** Shows on the page what is not saved yet: its name, colour and sentence. */
export function showOn(
  page: Document,
  { name, colour, text }: { readonly name: string; readonly colour: string; readonly text: string },
): void {
  const root = page.documentElement.style
  if (/^#[0-9a-f]{6}$/i.test(colour)) {
    root.setProperty('--brand', colour)
    root.setProperty('--on-brand', inkOn(colour))
  }
  const heading = page.querySelector('header p')
  if (heading) heading.textContent = name
  const sentence = page.querySelector('.lead')
  if (!sentence) return
  if (!usualTexts.has(page)) usualTexts.set(page, sentence.textContent ?? '')
  sentence.textContent = text || (usualTexts.get(page) ?? '')
}
