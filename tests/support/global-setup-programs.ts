import { buildPrograms } from '../end-to-end/support/programs.ts'

export default buildPrograms
