import { EventSourceError, messageOf } from '../errors.ts'
import type { ServerSentEvent } from './event.ts'

/** So much of the Standard Schema interface (version 1) as is used: zod, valibot, arktype and others have it. */
export interface StandardSchema<Output = unknown> {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    readonly validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>
    readonly types?: { readonly input: unknown; readonly output: Output } | undefined
  }
}

type SchemaResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly { readonly message: string }[] }

/** What turns the data of an event into a value: a function of the text and the event's type, or a schema of the JSON in it. */
export type DataParser<Value = unknown> =
  | ((data: string, type: string) => Value)
  | StandardSchema<Value>

/** The option `parse`: one {@link DataParser} for every event, or a map of them by event type; types not in the map stay text. */
export type ParseOption = DataParser | { readonly [type: string]: DataParser }

/** The types of the data by event type, as a {@link ParseOption} makes them; `Otherwise`, if none is given. */
export type EventsOf<Parse, Otherwise = Record<string, string>> = [ParseOption] extends [Parse]
  ? Otherwise
  : [Parse] extends [undefined]
    ? Otherwise
    : [Parse] extends [DataParser | undefined]
      ? Record<string, ParsedData<NonNullable<Parse>>>
      : { [Type in keyof Parse]: ParsedData<Parse[Type]> }

type ParsedData<Parser> =
  Parser extends StandardSchema<infer Output>
    ? Output
    : Parser extends (...args: never[]) => infer Value
      ? Value
      : string

/** The events of a loop, as a {@link ParseOption} makes them: with a map, a union that `event.type` tells apart. */
export type EventOf<Parse, Events = EventsOf<Parse>> = {
  [Type in keyof Events & string]: ServerSentEvent<Events[Type], Type>
}[keyof Events & string]

/** Puts its value in the place of an event's data. Returns why it cannot: the data is not what the option expects. */
export type ParseEvent = (event: ServerSentEvent<unknown>) => EventSourceError | undefined

/**
 * Makes of the option `parse` a function that parses an event.
 *
 * What that returns has code `invalid-data`, the raw text in `data`, and in `cause` what the function threw or the schema found.
 */
export function dataParser(parse: ParseOption | undefined): ParseEvent | undefined {
  if (parse === undefined) return undefined
  const isOne = isDataParser(parse)
  if (!isOne && !(isObject(parse) && Object.values(parse).every(isDataParser))) {
    throw new TypeError('parse: expected a function, a schema or a map of them by event type')
  }
  return (event) => {
    const { type } = event
    // A type is the server's word: `constructor` is no entry of the map.
    const parser = isOne
      ? parse
      : Object.hasOwn(parse, type)
        ? (parse as Record<string, DataParser>)[type]
        : undefined
    if (parser === undefined) return undefined
    const data = event.data as string
    try {
      // Some schemas are functions too.
      event.data = '~standard' in parser ? validate(parser, JSON.parse(data)) : parser(data, type)
      return undefined
    } catch (cause) {
      const message = `The data of a '${type}' event is not valid: ${messageOf(cause)}`
      return new EventSourceError('invalid-data', message, { data, cause })
    }
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function isDataParser(value: unknown): value is DataParser {
  return typeof value === 'function' || (isObject(value) && '~standard' in value)
}

function validate(schema: StandardSchema, value: unknown): unknown {
  const result = schema['~standard'].validate(value)
  if ('then' in result) {
    result.then(undefined, () => {})
    throw new TypeError(
      'the schema validates asynchronously, which would put events out of order; give a synchronous one',
    )
  }
  const { issues } = result
  if (issues) {
    // As an array of its own: a library may hand out something that only reads like one.
    const why = new TypeError(issues.map(({ message }) => message).join('; '))
    throw Object.assign(why, { issues: Array.from(issues) })
  }
  return result.value
}
