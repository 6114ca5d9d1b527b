/** Events that never come, and what was done to them. */
export function silence() {
  const done: string[] = []
  const asked = Promise.withResolvers<void>()
  const events = {
    [Symbol.asyncIterator]: () => events,
    next() {
      asked.resolve()
      return new Promise<IteratorResult<string>>(() => {})
    },
    return: async () => {
      done.push('return')
      return { done: true as const, value: undefined }
    },
    close: () => void done.push('close'),
  }
  return { events, done, asked: asked.promise }
}
