/** What is asked now and then by a person or a probe must not hang with the engine. */
const limitMilliseconds = 5000

/**
 * Ledger changes that the views do not show yet, the spooled ones included.
 * @throws TimeoutError where the streams can't be counted: the answer is 503 then
 */
export const createPending =
  (
    spool: { pending(): number },
    feeds: { pending(): Promise<number> },
    /** Facts of the example that are still to be sent: without them the reports are not what they are going to be. */
    coming: () => number = () => 0,
  ) =>
  async (): Promise<number> => {
    // In this order: what leaves the spool or the example meanwhile stands in the stream by then.
    const outside = coming() + spool.pending()
    return outside + (await inTime(feeds.pending()))
  }

async function inTime<Result>(work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(Object.assign(new Error('the streams could not be counted'), { name: 'TimeoutError' })),
      limitMilliseconds,
    )
  })
  try {
    return await Promise.race([work, over])
  } finally {
    clearTimeout(timer)
  }
}
