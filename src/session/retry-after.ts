import { currentTime } from '../platform/timers.ts'

/** An HTTP date (RFC 9110, section 5.6.7), which is in UTC: the form in use, an old one with hyphens … */
const HTTP_DATE = /^[A-Z][a-z]{2,8}, [ \d]\d([ -])[A-Z][a-z]{2}\1(?:\d\d){1,2} \d\d:\d\d:\d\d GMT$/
/** … and that of C's asctime. */
const ASCTIME = /^([A-Z][a-z]{2}) ([A-Z][a-z]{2}) ([ \d]\d) (\S{8}) (\d{4})$/

/** `Retry-After` in milliseconds (RFC 9110, section 10.2.3): seconds, where servers send fractions too, or a date; `undefined`: neither. */
export function parseRetryAfter(value: string): number | undefined {
  if (/^\d+(?:\.\d+)?$/.test(value)) return Math.ceil(Number(value)) * 1000
  const date = value.replace(ASCTIME, '$1, $3 $2 $5 $4 GMT')
  if (!HTTP_DATE.test(date)) return undefined
  const left = Date.parse(date.replaceAll('-', ' ')) - currentTime()
  return Number.isNaN(left) ? undefined : Math.max(0, left)
}
