import type { ConformanceCase } from './conformance-case.ts'

/** A case where a line is ignored, and the event around it is not. */
function ignored(name: string, line: string): ConformanceCase {
  return { name, input: `data: a\n${line}\ndata: b\n\n`, events: [{ data: 'a\nb' }] }
}

export const fieldNames: ConformanceCase[] = [
  ignored('an unknown field', 'foo: bar'),
  ignored('an unknown field without colon', 'foo'),
  ignored('an unknown field without value', 'foo:'),
  ignored('Data', 'Data: x'),
  ignored('DATA', 'DATA: x'),
  ignored('EVENT', 'EVENT: x'),
  ignored('Event without colon', 'Event'),
  ignored('ID', 'ID: 1'),
  ignored('Id', 'Id: 1'),
  ignored('RETRY', 'RETRY: 1'),
  ignored('a name cut short', 'dat: x'),
  ignored('a name cut short, without colon', 'dat'),
  ignored('a name gone on', 'datas: x'),
  ignored('a name gone on, without colon', 'datax'),
  ignored('a name gone on, without colon, as if it were a value', 'data a'),
  ignored('event cut short', 'even: x'),
  ignored('events', 'events: x'),
  ignored('i', 'i: 1'),
  ignored('ids', 'ids: 1'),
  ignored('idx without colon', 'idx'),
  ignored('retr', 'retr: 1'),
  ignored('retry2', 'retry2: 1'),
  ignored('a name doubled', 'datadata: x'),
  ignored('a NUL before the name', '\0data: x'),
  ignored('a NUL after the name', 'data\0: x'),
  ignored('a NUL alone', '\0'),
  ignored('__proto__', '__proto__: x'),
  ignored('constructor', 'constructor: x'),
  ignored('toString without colon', 'toString'),
  ignored('hasOwnProperty', 'hasOwnProperty: x'),
  ignored('message', 'message: x'),
  ignored('type', 'type: x'),
  ignored('lastEventId', 'lastEventId: 1'),
  ignored('Last-Event-ID', 'Last-Event-ID: 1'),
  ignored('Cyrillic letters that look like data', 'dаtа: x'),
  ignored('a dotless i in place of i', 'ıd: 1'),
  ignored('fullwidth letters', 'ｄａｔａ: x'),
  ignored('a field name of a thousand characters', `${'x'.repeat(1000)}: y`),
]
