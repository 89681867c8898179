import { Download, Pause, Play } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Button, Slider, SliderThumb, SliderTrack } from 'react-aria-components'
import { saveAs } from '../api/save-as.ts'
import type { Call } from '../api/types.ts'
import { wholeFile } from '../api/whole-file.ts'
import { duration } from '../look/format.ts'
import './player.css'

type Recording = Call['recordings'][number]
const speeds = [1, 1.25, 1.5, 2] as const
/** One recording is heard at a time. */
let playing: HTMLAudioElement | undefined

/** What was recorded of a call: heard, wound and sped up by keyboard, and read where somebody wrote it down. */
export function Player({ recording, callSid }: { readonly recording: Recording; readonly callSid: string }) {
  const audio = useRef<HTMLAudioElement>(null)
  const [isPlaying, setPlaying] = useState(false)
  const [at, setAt] = useState(0)
  const [length, setLength] = useState(recording.durationSeconds ?? 0)
  const [speed, setSpeed] = useState<number>(1)
  const [isBroken, setBroken] = useState(false)
  const [isFetching, setFetching] = useState(false)
  useEffect(() => () => audio.current?.pause(), [])
  const name = recording.kind === 'voicemail' ? 'Message' : 'Recording'

  if (recording.deletedAt !== null) {
    return (
      <p className="quiet small">
        {name} deleted{recording.deletedBy === 'retention' ? ', its time was over' : ''}.
      </p>
    )
  }
  const toggle = () => {
    const element = audio.current
    if (!element) return
    if (isPlaying) return element.pause()
    if (playing !== element) playing?.pause()
    playing = element
    element.play().catch(() => setBroken(true))
  }
  // Of this origin, whatever origin the world uses.
  const address = `/v1/calls/${encodeURIComponent(callSid)}/recordings/${encodeURIComponent(recording.id)}`
  const download = () => {
    setFetching(true)
    wholeFile(address)
      .then((file) => saveAs(file, `${name.toLowerCase()}-${recording.id}.mp3`))
      .catch(() => setBroken(true))
      .finally(() => setFetching(false))
  }
  return (
    <div className="player">
      {/* biome-ignore lint/a11y/useMediaCaption: what was written down of it stands below as text */}
      <audio
        ref={audio}
        preload="none"
        src={address}
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onEnded={() => setPlaying(false)}
        onError={() => setBroken(true)}
        onTimeUpdate={(event) => setAt(event.currentTarget.currentTime)}
        onLoadedMetadata={(event) => {
          if (Number.isFinite(event.currentTarget.duration)) setLength(event.currentTarget.duration)
          event.currentTarget.playbackRate = speed
        }}
      />
      <div className="player-row">
        <Button
          className="button button-plain button-s"
          aria-label={`${isPlaying ? 'Pause' : 'Play'} ${name.toLowerCase()}`}
          onPress={toggle}
        >
          {isPlaying ? <Pause aria-hidden="true" /> : <Play aria-hidden="true" />}
        </Button>
        <Slider
          className="player-slider"
          aria-label={`Where in the ${name.toLowerCase()}`}
          minValue={0}
          maxValue={Math.max(1, length)}
          step={1}
          value={Math.min(at, Math.max(1, length))}
          onChange={(value) => {
            setAt(value)
            if (audio.current) audio.current.currentTime = value
          }}
        >
          <SliderTrack className="player-track">
            <span className="player-done" style={{ width: `${(100 * at) / Math.max(1, length)}%` }} />
            <SliderThumb className="player-thumb" />
          </SliderTrack>
        </Slider>
        <span className="small quiet player-time">
          {duration(at)} / {duration(length)}
        </span>
        <Button
          className="button button-quiet button-s"
          aria-label={`Speed ${speed}×`}
          onPress={() => {
            const next = speeds[(speeds.indexOf(speed as 1) + 1) % speeds.length] ?? 1
            setSpeed(next)
            if (audio.current) audio.current.playbackRate = next
          }}
        >
          {speed}×
        </Button>
        <Button
          className="button button-quiet button-s"
          aria-label={`Download ${name.toLowerCase()}`}
          isPending={isFetching}
          onPress={download}
        >
          <Download aria-hidden="true" />
        </Button>
      </div>
      {isBroken && <p className="small player-broken">The recording can’t be had just now.</p>}
      {recording.transcript && <blockquote className="player-text">{recording.transcript}</blockquote>}
    </div>
  )
}
