import { expect, test } from 'vitest'
import { subscribe } from '../../../examples/works-with/graphql.ts'
import { graphqlSse, yoga } from '../../../examples/works-with/servers/graphql.ts'
import { listen } from '../../setup/listen.ts'

test.for([
  { name: 'graphql-sse', server: graphqlSse },
  { name: 'GraphQL Yoga', server: yoga },
])('$name: a subscription, to its end', async ({ server }) => {
  const origin = await listen((request, response) => void server(request, response))
  const received = []
  for await (const { data } of subscribe(origin, 'subscription { count(to: 3) }'))
    received.push(data)
  expect(received).toEqual([{ count: 1 }, { count: 2 }, { count: 3 }])
})
