import { inject } from 'vitest'
import { testSideBySide } from '../compat/side-by-side.ts'
import { TestServerClient } from '../setup/client.ts'

testSideBySide('page', await TestServerClient.connect(inject('serverUrl')))
