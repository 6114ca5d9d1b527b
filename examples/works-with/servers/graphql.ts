import { createHandler } from 'graphql-sse/lib/use/http'
import { createSchema, createYoga } from 'graphql-yoga'

export const schema = createSchema({
  typeDefs: `
    type Query { hello: String }
    type Subscription { count(to: Int!): Int! }
  `,
  resolvers: {
    Subscription: {
      count: {
        async *subscribe(_: unknown, { to }: { to: number }) {
          for (let count = 1; count <= to; count++) yield { count }
        },
      },
    },
  },
})

export const yoga = createYoga({ schema, graphqlEndpoint: '/', logging: false })
export const graphqlSse = createHandler({ schema })
