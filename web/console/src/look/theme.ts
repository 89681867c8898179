export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]
const place = 'tieline-theme'

/** @returns what this browser chose; `system` where storage is blocked */
export function theme(): Theme {
  try {
    const kept = localStorage.getItem(place)
    return kept === 'light' || kept === 'dark' ? kept : 'system'
  } catch {
    return 'system'
  }
}

function show(chosen: Theme): void {
  if (chosen === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = chosen
}

export const recallTheme = (): void => show(theme())

export function chooseTheme(chosen: Theme): void {
  show(chosen)
  try {
    localStorage.setItem(place, chosen)
  } catch {}
  // Charts are painted with colours that were read once.
  dispatchEvent(new Event('tieline-theme'))
}
