import '@fontsource-variable/ibm-plex-sans/wght.css'
import '@fontsource/ibm-plex-mono/latin-400.css'
import './look/tokens.css'
import './look/base.css'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Problem } from './api/request.ts'
import { App } from './app.tsx'

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 20_000,
      // What the bridge refuses it would refuse again; what did not arrive may arrive.
      retry: (failures, error) =>
        failures < 2 && !(error instanceof Problem && error.status > 0 && error.status < 500),
    },
  },
})

const root = document.getElementById('console')
if (!root) throw new Error('index.html has no #console')
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
)
