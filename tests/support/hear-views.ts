import { tableCheckpoints } from '../../local/stream-checkpoints.ts'
import { createStreamPump, type StreamPump, type StreamPumpOptions } from '../../local/stream-pump.ts'
import type { Tables } from './engine.ts'

/**
 * Has outreach hear what changes in the views, as their stream tells it: its second reader, beside attribution's.
 * @param troubles whatever went wrong on the way
 */
export function hearViews(
  tables: Tables,
  handler: StreamPumpOptions['handler'],
  troubles: string[],
): StreamPump {
  const streamArn = tables.streamArns.views
  return createStreamPump({
    streamsClient: tables.streamsClient,
    streamArn,
    handler,
    checkpoints: tableCheckpoints(tables.views, 'outreach', streamArn),
    onFailure: async (_record, error) => void troubles.push(String(error)),
    onError: (error) => void troubles.push(String(error)),
  })
}
