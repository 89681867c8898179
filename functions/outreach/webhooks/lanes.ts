/** Lets so many at once into each lane; the others wait in theirs, and hold up nobody in another. */
export interface Lanes {
  /** @returns to be called once it is over */
  enter(lane: string): Promise<() => void>
}

export function createLanes(width: number): Lanes {
  const lanes = new Map<string, { busy: number; readonly waiting: (() => void)[] }>()
  return {
    async enter(name) {
      const lane = lanes.get(name) ?? { busy: 0, waiting: [] }
      lanes.set(name, lane)
      if (lane.busy < width) lane.busy += 1
      // Whoever leaves hands over the place.
      else await new Promise<void>((resolve) => lane.waiting.push(resolve))
      return () => {
        const next = lane.waiting.shift()
        if (next) next()
        else {
          lane.busy -= 1
          if (lane.busy === 0) lanes.delete(name)
        }
      }
    },
  }
}
