/** A length of time that several steps share. */
export interface Deadline {
  /** @throws once the time is over, whatever becomes of the work */
  race<Result>(work: Promise<Result>): Promise<Result>
  readonly isOver: boolean
  end(): void
}

export function startDeadline(milliseconds: number): Deadline {
  let timer: NodeJS.Timeout | undefined
  let isOver = false
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      isOver = true
      reject(new Error(`no answer within ${milliseconds} ms`))
    }, milliseconds)
  })
  // Nobody may be racing when it fires.
  over.catch(() => {})
  return {
    race: (work) => Promise.race([work, over]),
    get isOver() {
      return isOver
    },
    end: () => clearTimeout(timer),
  }
}

/** `work`, whose steps share so much time. */
export async function within<Result>(
  milliseconds: number,
  work: (deadline: Deadline) => Promise<Result>,
): Promise<Result> {
  const deadline = startDeadline(milliseconds)
  try {
    return await work(deadline)
  } finally {
    deadline.end()
  }
}
