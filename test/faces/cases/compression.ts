import { equal } from '../assert.ts'
import { bothFaces, type FaceCase } from '../face-case.ts'

/** A compressed stream is one all the same. */
export const compression: FaceCase[] = [
  ...bothFaces('gzip: an event comes before the next is sent', async (connect) => {
    const probe = connect('gzip', { stream: 'data: 1\n\n' })
    equal(await probe.data(1), ['1'])
    for (let count = 2; count <= 4; count++) {
      await probe.endpoint.write(`data: ${count}\n\n`)
      await probe.received(count)
    }
    equal(await probe.data(4), ['1', '2', '3', '4'])
  }),

  ...bothFaces('gzip: it ends, breaks and resumes as any', async (connect) => {
    const stream = ['id: 1\ndata: 1\n\n', 'id: 2\ndata: 2\n\n', 'data: 3\n\n']
    const probe = connect('gzip', { stream })
    await probe.received(1)
    await probe.endpoint.end()
    await probe.received(2)
    await probe.endpoint.reset()
    equal(
      (await probe.received(3)).map(({ data, lastEventId }) => [data, lastEventId]),
      [
        ['1', '1'],
        ['2', '2'],
        ['3', '2'],
      ],
    )
  }),
]
