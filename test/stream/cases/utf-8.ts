import { bytes } from '../../setup/bytes.ts'
import type { ConformanceCase } from './conformance-case.ts'

/** A case whose one event has these bytes, between brackets, for its data. */
function decoded(name: string, encoded: number[], text: string): ConformanceCase {
  return { name, input: bytes('data: [', ...encoded, ']\n\n'), events: [{ data: `[${text}]` }] }
}

const lost = '\ufffd'

export const utf8: ConformanceCase[] = [
  decoded('two bytes: the first, U+0080', [0xc2, 0x80], '\u0080'),
  decoded('two bytes: é', [0xc3, 0xa9], 'é'),
  decoded('two bytes: the last, U+07FF', [0xdf, 0xbf], '\u07ff'),
  decoded('three bytes: the first, U+0800', [0xe0, 0xa0, 0x80], '\u0800'),
  decoded('three bytes: €', [0xe2, 0x82, 0xac], '€'),
  decoded('three bytes: the last before the surrogates, U+D7FF', [0xed, 0x9f, 0xbf], '\ud7ff'),
  decoded('three bytes: the first after the surrogates, U+E000', [0xee, 0x80, 0x80], '\ue000'),
  decoded('three bytes: the noncharacter U+FFFF', [0xef, 0xbf, 0xbf], '\uffff'),
  decoded('three bytes: U+FFFD itself', [0xef, 0xbf, 0xbd], lost),
  decoded('four bytes: the first, U+10000', [0xf0, 0x90, 0x80, 0x80], '\u{10000}'),
  decoded('four bytes: 🙂', [0xf0, 0x9f, 0x99, 0x82], '🙂'),
  decoded('four bytes: the last, U+10FFFF', [0xf4, 0x8f, 0xbf, 0xbf], '\u{10ffff}'),

  decoded('a lone continuation byte, the lowest', [0x80], lost),
  decoded('a lone continuation byte, the highest', [0xbf], lost),
  decoded('three lone continuation bytes', [0x80, 0x85, 0xbf], lost.repeat(3)),
  decoded('a continuation byte too many', [0xc3, 0xa9, 0xa9], `é${lost}`),
  decoded('two bytes of which one came', [0xc3], lost),
  decoded('three bytes of which one came', [0xe2], lost),
  decoded('three bytes of which two came: one replacement', [0xe2, 0x82], lost),
  decoded('four bytes of which one came', [0xf0], lost),
  decoded('four bytes of which two came: one replacement', [0xf0, 0x9f], lost),
  decoded('four bytes of which three came: one replacement', [0xf0, 0x9f, 0x99], lost),
  decoded(
    'a broken character before a whole one',
    [0xf0, 0x9f, 0x99, 0xf0, 0x9f, 0x99, 0x82],
    `${lost}🙂`,
  ),
  decoded('a lead byte before a whole character', [0xc3, 0xc3, 0xa9], `${lost}é`),
  decoded('ASCII in the place of the second byte', [0xe2, 0x28, 0xa1], `${lost}(${lost}`),
  decoded('ASCII in the place of the third byte', [0xe2, 0x82, 0x28], `${lost}(`),
  decoded('ASCII in the place of the fourth byte', [0xf0, 0x9f, 0x99, 0x28], `${lost}(`),

  decoded('an overlong slash in two bytes', [0xc0, 0xaf], lost.repeat(2)),
  decoded('an overlong slash in three bytes', [0xe0, 0x80, 0xaf], lost.repeat(3)),
  decoded('an overlong slash in four bytes', [0xf0, 0x80, 0x80, 0xaf], lost.repeat(4)),
  decoded('the longest overlong in two bytes', [0xc1, 0xbf], lost.repeat(2)),
  decoded('the longest overlong in three bytes', [0xe0, 0x9f, 0xbf], lost.repeat(3)),
  decoded('the longest overlong in four bytes', [0xf0, 0x8f, 0xbf, 0xbf], lost.repeat(4)),
  decoded('an overlong NUL', [0xc0, 0x80], lost.repeat(2)),
  decoded('an overlong LF ends no line', [0xc0, 0x8a], lost.repeat(2)),
  decoded('an overlong CR ends no line', [0xe0, 0x80, 0x8d], lost.repeat(3)),
  decoded('the first surrogate, ED A0 80', [0xed, 0xa0, 0x80], lost.repeat(3)),
  decoded('the last surrogate, ED BF BF', [0xed, 0xbf, 0xbf], lost.repeat(3)),
  decoded('a surrogate pair', [0xed, 0xa0, 0xbd, 0xed, 0xb9, 0x82], lost.repeat(6)),
  decoded('half a surrogate', [0xed, 0xa0], lost.repeat(2)),
  decoded('the first beyond Unicode, F4 90', [0xf4, 0x90, 0x80, 0x80], lost.repeat(4)),
  decoded('a lead byte beyond Unicode, F5', [0xf5, 0x80, 0x80, 0x80], lost.repeat(4)),
  decoded('five bytes', [0xf8, 0x88, 0x80, 0x80, 0x80], lost.repeat(5)),
  decoded('six bytes', [0xfc, 0x84, 0x80, 0x80, 0x80, 0x80], lost.repeat(6)),
  decoded('FE and FF', [0xfe, 0xff], lost.repeat(2)),
  decoded(
    'maximal subparts: F1 80 80, E1 80, C2, then ASCII among lone continuations',
    [0xf1, 0x80, 0x80, 0xe1, 0x80, 0xc2, 0x62, 0x80, 0x63, 0x80, 0xbf, 0x64],
    `${lost}${lost}${lost}b${lost}c${lost}${lost}d`,
  ),
  decoded(
    'maximal subparts: C0 AF E0 80 BF F0 81 82 are eight',
    [0xc0, 0xaf, 0xe0, 0x80, 0xbf, 0xf0, 0x81, 0x82],
    lost.repeat(8),
  ),
  decoded(
    'maximal subparts: ED A0 80 ED BF BF ED AF are eight',
    [0xed, 0xa0, 0x80, 0xed, 0xbf, 0xbf, 0xed, 0xaf],
    lost.repeat(8),
  ),
  decoded(
    'maximal subparts: E1 80 E2 F0 91 92 F1 BF are four',
    [0xe1, 0x80, 0xe2, 0xf0, 0x91, 0x92, 0xf1, 0xbf],
    lost.repeat(4),
  ),

  {
    name: 'a broken character does not swallow the LF after it',
    input: bytes('data: a', 0xc3, '\n\n'),
    events: [{ data: `a${lost}` }],
  },
  {
    name: 'a broken character does not swallow the CR after it',
    input: bytes('data: a', 0xf0, 0x9f, 0x99, '\r\r'),
    events: [{ data: `a${lost}` }],
  },
  {
    name: 'a broken character does not swallow the CRLF after it',
    input: bytes('data: a', 0xe2, 0x82, '\r\n\r\n'),
    events: [{ data: `a${lost}` }],
  },
  {
    name: 'a broken character does not swallow the colon after it',
    input: bytes('data', 0xe2, 0x82, ': a\ndata: b\n\n'),
    events: [{ data: 'b' }],
  },
  {
    name: 'a broken byte on an otherwise empty line keeps the event open',
    input: bytes('data: a\n', 0xc3, '\ndata: b\n\n'),
    events: [{ data: 'a\nb' }],
  },
  {
    name: 'an overlong colon is no colon',
    input: bytes('data', 0xc0, 0xba, 'a\ndata: b\n\n'),
    events: [{ data: 'b' }],
  },
  {
    name: 'a broken byte makes another field name',
    input: bytes('da', 0xff, 'ta: a\ndata: b\n\n'),
    events: [{ data: 'b' }],
  },
  {
    name: 'a broken byte in an event type',
    input: bytes('event: x', 0xff, '\ndata: a\n\n'),
    events: [{ data: 'a', type: `x${lost}` }],
  },
  {
    name: 'a broken byte in an id',
    input: bytes('id: 1', 0xe2, 0x82, '\ndata: a\n\n'),
    events: [{ data: 'a', lastEventId: `1${lost}` }],
  },
  {
    name: 'a broken byte in a comment',
    input: bytes(':a', 0x80, '\n'),
    events: [],
    comments: [`a${lost}`],
  },
  {
    name: 'a broken byte among the digits of retry',
    input: bytes('retry: 1', 0x80, '\n'),
    events: [],
  },
  {
    name: 'a character of each length in each field',
    input: 'event: é€🙂\nid: é€🙂\n:é€🙂\ndata: é€🙂\n\n',
    events: [{ data: 'é€🙂', type: 'é€🙂', lastEventId: 'é€🙂' }],
    comments: ['é€🙂'],
  },
  {
    name: 'wide characters make other field names',
    input: 'dätä: a\n数据: b\n🙂: c\ndata: d\n\n',
    events: [{ data: 'd' }],
  },
  {
    name: 'combining marks and joiners are left as they came',
    input: 'data: e\u0301 👩\u200d👩\u200d👧 \u202eabc\n\n',
    events: [{ data: 'e\u0301 👩\u200d👩\u200d👧 \u202eabc' }],
  },
  {
    name: 'Latin-1 is not guessed',
    input: bytes('data: caf', 0xe9, ' au lait\n\n'),
    events: [{ data: `caf${lost} au lait` }],
  },
  {
    name: 'UTF-16 is not guessed',
    input: bytes('d\0a\0t\0a\0:\0\n\0\n'),
    events: [],
  },
]
