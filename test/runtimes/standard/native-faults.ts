/** Where an engine's own `EventSource` is not as the standard has it: the other two are, and so is this package. */
export const nativeFaults: { engine: string; fault: string; cases: string[] }[] = [
  {
    engine: 'Firefox',
    fault: 'a NUL is dropped from data, and ends the stream in an ID',
    cases: ['format: NUL in data', 'format: an ID with NUL is ignored'],
  },
]

/** The names of native cases, as they are reported, begin with this. */
export const nativeTheme = 'native'

/** Whether the native class is known to fail that case there. */
export function isNativeFault(place: string, name: string): boolean {
  return nativeFaults.some(
    ({ engine, cases }) =>
      place.startsWith(`${engine}, `) && cases.some((one) => name === `${nativeTheme}: ${one}`),
  )
}
