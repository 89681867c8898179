import type { Platform } from '../../../../shared/domain/conversion/platform.ts'
import { ga4 } from './ga4.ts'
import { google } from './google.ts'
import { meta } from './meta.ts'
import { microsoft } from './microsoft.ts'
import type { PlatformPort } from './platform-port.ts'

export const platformPorts: Readonly<Record<Platform, PlatformPort>> = { ga4, google, meta, microsoft }
