import type { Recording } from './recording.ts'

const mostKept = 1000

/** The recordings that Twilio would keep: they outlive their calls, and go when they are deleted. */
export function createRecordingShelf() {
  const kept = new Map<string, Recording>()
  return {
    all: (): readonly Recording[] => [...kept.values()],
    get: (sid: string | undefined): Recording | undefined => kept.get(sid ?? ''),
    put(recording: Recording) {
      kept.set(recording.sid, recording)
      const [oldest] = kept.keys()
      if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest)
    },
    delete: (sid: string): boolean => kept.delete(sid),
  }
}
export type RecordingShelf = ReturnType<typeof createRecordingShelf>
