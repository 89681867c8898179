import { operation } from '../../../shared/http/operation.ts'
import { evaluationRequest, evaluationSchema } from './model-schema.ts'

export const evaluateModels = operation({
  id: 'evaluateModels',
  tag: 'Models',
  summary: 'Attribution models over any path table',
  description: `Nothing is stored, except for two days the answer to a request with an \`Idempotency-Key\`. Touches count as given, repeats included; \`conversions\`, \`value\` and \`nulls\` are totals of the path.

\`markov\` solves the absorbing chain exactly, null paths included. A state of order k is the last k touches (all of them, where a path has had fewer); removing a channel ends every path at its first state that contains it; conversions are shared by removal effect, and value in the same proportion. \`shapley\` takes the conversions of the paths whose channels are all in a coalition for its worth. \`lastNonDirect\` passes over touches named \`Direct\` or \`(direct)\`. A path has no times and no stages: \`timeDecay\` takes touches to lie a day apart (half-life 7 days), \`wShaped\` is \`position\`.

A chain of order 2 or more in which hundreds of channels lead to each other in circles can be too much to solve exactly: that is refused, never estimated.`,
  method: 'post',
  auth: 'secret',
  path: '/v1/models/evaluate',
  body: evaluationRequest,
  replies: { 200: evaluationSchema },
})

export const modelOperations = [evaluateModels]
