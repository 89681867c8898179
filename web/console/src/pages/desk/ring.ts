import { useEffect, useRef, useState } from 'react'
import { phone } from '../../look/format.ts'
import type { DeskCall } from './types.ts'

const kept = 'tieline-desk-sound'
let speaker: AudioContext | undefined

/** Two soft tones, one after the other. */
function chime(): void {
  speaker ??= new AudioContext()
  void speaker.resume()
  for (const [hertz, after] of [
    [587, 0],
    [784, 0.18],
  ] as const) {
    const tone = speaker.createOscillator()
    const loudness = speaker.createGain()
    const at = speaker.currentTime + after
    tone.frequency.value = hertz
    loudness.gain.setValueAtTime(0, at)
    loudness.gain.linearRampToValueAtTime(0.12, at + 0.02)
    loudness.gain.exponentialRampToValueAtTime(0.0001, at + 0.6)
    tone.connect(loudness).connect(speaker.destination)
    tone.start(at)
    tone.stop(at + 0.65)
  }
}

/** Whether a call is heard when it rings; the browser keeps the choice. */
export function useSound(): [boolean, (isOn: boolean) => void] {
  const [isOn, setOn] = useState(() => localStorage.getItem(kept) === 'on')
  return [
    isOn,
    (next) => {
      localStorage.setItem(kept, next ? 'on' : 'off')
      setOn(next)
      // A browser lets a page be heard after a press: this is one, and tells how it sounds.
      if (next) chime()
    },
  ]
}

/**
 * Tells of calls that ring, in the tab's title, on the app's badge, and by ear if that is switched on.
 * @param isLost nobody knows who rings: the tab says so, too
 */
export function useRing(calls: readonly DeskCall[], isHeard: boolean, isLost: boolean): void {
  const ringing = calls.filter(({ state }) => state === 'ringing')
  const sids = ringing.map(({ callSid }) => callSid).join(' ')
  const who = isLost
    ? 'No answer, live desk'
    : ringing.length > 0
      ? `(${ringing.length}) ${phone(ringing[0]?.from)} rings`
      : 'Live desk'
  const known = useRef(new Set<string>())
  useEffect(() => {
    document.title = `${who} · Tieline`
    const badge = navigator as Navigator & { setAppBadge?: (count: number) => Promise<void> }
    void badge.setAppBadge?.(ringing.length).catch(() => {})
  }, [who, ringing.length])
  useEffect(() => {
    const fresh = sids.split(' ').filter((sid) => sid !== '' && !known.current.has(sid))
    for (const sid of fresh) known.current.add(sid)
    if (fresh.length > 0 && isHeard) chime()
  }, [sids, isHeard])
}
