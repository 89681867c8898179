import type { Instant } from './time.ts'

/**
 * What is dropped into the ledger to learn how far the views are behind: it goes the way of a fact, and is noted when it
 * has come through.
 */
export interface Sounding {
  /** Partitions of a stream are handled by themselves: a sounding of each lane falls into another, as far as chance has it. */
  readonly lane: string
  readonly droppedAt: Instant
  /** How often it has gone through the views' own stream. */
  readonly passes: number
}

export const soundingLanes = ['a', 'b', 'c', 'd'] as const

/** A fact's row makes its quarter due, the quarter its day, the day its month. */
export const soundingPasses = 3

/** How the streams are, as far as is known. */
export interface StreamState {
  /** By lane: when the last sounding was dropped that has come through. */
  readonly through: Readonly<Record<string, Instant>>
  /** Records that have failed lately, and come again. */
  readonly failing: number
}

/** The lanes in which nothing has come through that was dropped at `since` or later. */
export const lanesBehind = ({ through }: StreamState, since: Instant): number =>
  soundingLanes.filter((lane) => (through[lane] ?? '') < since).length
