import { currentTime } from '../platform/timers.ts'

/** `Retry-After` in milliseconds (RFC 9110, section 10.2.3): seconds, where servers send fractions too, or a date; `undefined`: neither. */
export function parseRetryAfter(value: string | null): number | undefined {
  if (value === null) return undefined
  if (/^\d+(?:\.\d+)?$/.test(value)) return Math.ceil(Number(value)) * 1000
  const date = parseDate(value)
  return Number.isNaN(date) ? undefined : Math.max(0, date - currentTime())
}

/** An HTTP date in one of its three forms (RFC 9110, section 5.6.7), each in UTC; NaN: none of them. */
function parseDate(value: string): number {
  const [, day, month, year, time] =
    /^[A-Z][a-z]{2,8}, (\d\d)[ -]([A-Z][a-z]{2})[ -](\d{4}|\d\d) (\d\d:\d\d:\d\d) GMT$/.exec(
      value,
    ) ?? []
  if (day) return Date.parse(`${day} ${month} ${fullYear(year!)} ${time} GMT`)
  const asctime = /^[A-Z][a-z]{2} ([A-Z][a-z]{2} [ \d]\d) (\d\d:\d\d:\d\d) (\d{4})$/.exec(value)
  return asctime ? Date.parse(`${asctime[1]} ${asctime[3]} ${asctime[2]} GMT`) : NaN
}

/** A year of two digits is of the past where it would otherwise be over 50 years away. */
function fullYear(year: string): number {
  if (year.length === 4) return Number(year)
  const full = 2000 + Number(year)
  return full > new Date(currentTime()).getUTCFullYear() + 50 ? full - 100 : full
}
