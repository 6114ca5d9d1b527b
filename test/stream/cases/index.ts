import { byteOrderMark } from './byte-order-mark.ts'
import { comments } from './comments.ts'
import type { ConformanceCase } from './conformance-case.ts'
import { data } from './data.ts'
import { dispatch } from './dispatch.ts'
import { endOfStream } from './end-of-stream.ts'
import { eventType } from './event-type.ts'
import { fieldNames } from './field-names.ts'
import { lastEventId } from './last-event-id.ts'
import { lineEnds } from './line-ends.ts'
import { retry } from './retry.ts'
import { spacesAndColons } from './spaces-and-colons.ts'
import { utf8 } from './utf-8.ts'

export const conformanceCases: Record<string, ConformanceCase[]> = {
  'line ends': lineEnds,
  'byte order mark': byteOrderMark,
  'UTF-8': utf8,
  'spaces and colons': spacesAndColons,
  'field names': fieldNames,
  data,
  'event type': eventType,
  'last event ID': lastEventId,
  retry,
  comments,
  dispatch,
  'end of stream': endOfStream,
}
