import type { ConformanceCase } from './conformance-case.ts'

/** A case with this one value in a retry field. */
function retryOf(name: string, value: string, retries: number[]): ConformanceCase {
  return { name, input: `retry: ${value}\n\n`, events: [], retries }
}

export const retry: ConformanceCase[] = [
  retryOf('digits', '1000', [1000]),
  retryOf('zero', '0', [0]),
  retryOf('leading zeros are base ten', '0010', [10]),
  retryOf('eight and nine after a zero', '089', [89]),
  retryOf('more than a timer takes', '2147483648', [2147483648]),
  retryOf('more than 32 bits', '99999999999', [99999999999]),
  retryOf('the largest safe integer', '9007199254740991', [9007199254740991]),
  retryOf('a thousand zeros and a one', `${'0'.repeat(1000)}1`, [1]),
  retryOf('empty', '', []),
  retryOf('a plus sign', '+1', []),
  retryOf('a minus sign', '-1', []),
  retryOf('a leading space more', ' 1', []),
  retryOf('a trailing space', '1 ', []),
  retryOf('a space between', '1 0', []),
  retryOf('a tab', '\t1', []),
  retryOf('a NUL', '1\0', []),
  retryOf('a fraction', '1.5', []),
  retryOf('an exponent', '1e3', []),
  retryOf('hexadecimal', '0x10', []),
  retryOf('a separator', '1_000', []),
  retryOf('a comma', '1,000', []),
  retryOf('a unit', '10s', []),
  retryOf('a bigint', '10n', []),
  retryOf('letters', 'soon', []),
  retryOf('Infinity', 'Infinity', []),
  retryOf('NaN', 'NaN', []),
  retryOf('fullwidth digits', '１０００', []),
  retryOf('Arabic-Indic digits', '١٠', []),
  retryOf('a superscript digit', '1²', []),
  retryOf('a colon', '1:0', []),
  { name: 'no space after the colon', input: 'retry:7\n', events: [], retries: [7] },
  { name: 'no colon', input: 'retry\n', events: [] },
  { name: 'a colon and nothing', input: 'retry:\n', events: [] },
  { name: 'no blank line is needed', input: 'retry: 5\n', events: [], retries: [5] },
  { name: 'CR is enough', input: 'retry: 5\r', events: [], retries: [5] },
  { name: 'the end of its line is needed', input: 'retry: 5\nretry: 55', events: [], retries: [5] },
  {
    name: 'each is told',
    input: 'retry: 1\nretry: 2\r\nretry: 3\r',
    events: [],
    retries: [1, 2, 3],
  },
  {
    name: 'a wrong one after a right one',
    input: 'retry: 1\nretry: x\nretry\n',
    events: [],
    retries: [1],
  },
  {
    name: 'within an event',
    input: 'data: a\nretry: 9\ndata: b\n\n',
    events: [{ data: 'a\nb' }],
    retries: [9],
  },
  { name: 'retry alone dispatches nothing', input: 'retry: 9\n\n\n', events: [], retries: [9] },
  {
    name: 'a wrong one does not spoil the event',
    input: 'retry: x\nid: 1\ndata: a\n\n',
    events: [{ data: 'a', lastEventId: '1' }],
  },
]
