// What a server renders, without a compiler.
import { useEventSource } from 'millrace/solid'
import { renderToString } from 'solid-js/web'

console.log(renderToString(() => useEventSource('/feed').status()))
