import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { keepable, PendingText } from '../../src/stream/pending-text.ts'
import { streamSeed } from '../setup/random.ts'

test(`what was appended is what is there, however long its chunks were (seed ${streamSeed})`, () => {
  const piece = fc.tuple(
    fc.string({ maxLength: 9 }),
    fc.nat(400),
    fc.constantFrom(0, 255, 257, 9000),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const pending = new PendingText()
      let whole = ''
      for (const [text, times, chunkLength] of pieces) {
        const appended = text.repeat(times)
        pending.append(appended, appended.length)
        pending.keep(chunkLength)
        whole += appended
        expect(pending.length).toBe(whole.length)
        expect(pending.text).toBe(whole)
      }
      expect(pending.take()).toBe(whole)
      expect([pending.length, pending.text]).toEqual([0, ''])
    }),
    { seed: streamSeed },
  )
})

test.for([0, 1, 2048, 2049, 8192, 8193])('a slice of a chunk of %i stays what it is', (length) => {
  expect(keepable('a'.repeat(2048), length)).toBe('a'.repeat(2048))
})
