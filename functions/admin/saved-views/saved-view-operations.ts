import * as z from 'zod/mini'
import { consolePages, isConsolePath, mostSavedViews } from '../../../shared/domain/saved-view.ts'
import { instant, loneSurrogate } from '../../../shared/http/field.ts'
import { operation } from '../../../shared/http/operation.ts'
import { text } from '../field.ts'

const name = z.string().check(
  z.trim(),
  z.minLength(1),
  z.maxLength(80),
  z.refine((value) => !loneSurrogate.test(value), { error: 'Must be well-formed Unicode.', abort: true }),
)
const path = text(1000).check(
  z.refine(isConsolePath, {
    error: `Must be an address of the console, with its query and without a host: /${consolePages.slice(1).join(', /')} or /.`,
  }),
  z.meta({ examples: ['/sources?groupBy=campaign&channel=Paid%20Search'] }),
)

const idParam = z.object({ id: z.string() })
const body = z.strictObject({ name, path }).check(z.meta({ id: 'NewSavedView' }))
const changeBody = z
  .strictObject({ name: z.optional(name), path: z.optional(path) })
  .check(z.meta({ id: 'SavedViewChange' }))
export const savedViewAnswer = z
  .object({ id: z.string(), name: z.string(), path: z.string(), createdAt: instant })
  .check(z.meta({ id: 'SavedView' }))
export const savedViewList = z.object({ data: z.array(savedViewAnswer), nextCursor: z.null() })

const managed = { tag: 'Console', auth: 'secret' } as const

export const listSavedViews = operation({
  ...managed,
  id: 'listSavedViews',
  summary: 'Pages of the console under names',
  description: 'In the order in which they were saved; the whole account sees them.',
  method: 'get',
  path: '/v1/saved-views',
  replies: { 200: savedViewList },
})
export const createSavedView = operation({
  ...managed,
  id: 'createSavedView',
  summary: 'Save a page of the console under a name',
  description: `At most ${mostSavedViews}.`,
  method: 'post',
  path: '/v1/saved-views',
  body,
  replies: { 201: savedViewAnswer },
  problems: ['too_many'],
})
export const changeSavedView = operation({
  ...managed,
  id: 'changeSavedView',
  summary: 'Rename a saved view, or lead it elsewhere',
  method: 'patch',
  path: '/v1/saved-views/{id}',
  params: idParam,
  body: changeBody,
  replies: { 200: savedViewAnswer },
  problems: ['not_found'],
})
export const deleteSavedView = operation({
  ...managed,
  id: 'deleteSavedView',
  summary: 'Forget a saved view',
  method: 'delete',
  path: '/v1/saved-views/{id}',
  params: idParam,
  replies: { 204: null },
  problems: ['not_found'],
})

export const savedViewOperations = [
  listSavedViews,
  createSavedView,
  changeSavedView,
  deleteSavedView,
] as const
