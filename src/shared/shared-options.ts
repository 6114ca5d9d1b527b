import { readOptions, type SessionSettings } from '../session/options.ts'
import type { Replay, SharedEventSourceInit, SharedTraceRecord } from './shared-init.ts'

/** {@link SharedEventSourceInit} checked, its defaults filled in. */
export interface SharedSettings extends SessionSettings {
  key: string | number | undefined
  replay: Replay | undefined
  trace: ((record: SharedTraceRecord) => void) | undefined
}

/** Checks the options of the caller, a {@link SharedEventSourceInit}. Throws a `TypeError` that names the option. */
export function readSharedOptions(init: object | null | undefined): SharedSettings {
  if (typeof init !== 'object' || init === null)
    return { ...readOptions(init), key: undefined, replay: undefined, trace: undefined }
  const { key, replay, trace, ...rest } = init as SharedEventSourceInit
  // It takes the records of a session, and more.
  const settings = readOptions({ ...rest, trace })
  if (key !== undefined && typeof key !== 'string' && typeof key !== 'number')
    throw new TypeError(`key: expected a string or a number, got ${typeof key}`)
  const isCount = Number.isInteger(replay) && (replay as number) >= 0
  if (replay !== undefined && replay !== 'opened' && !isCount)
    throw new TypeError(`replay: expected 'opened' or a number of events, got ${String(replay)}`)
  const named = ['headers', 'body', 'request'].find((name) => Reflect.get(rest, name) != null)
  if (key === undefined && named)
    throw new TypeError(
      `${named}: without a key, two users in two tabs would share one connection; give a key that tells users apart, such as a user's ID`,
    )
  return { ...settings, key, replay, trace }
}
