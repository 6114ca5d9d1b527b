// RTK Query: what a query has loaded is kept up to date by a stream, for as long as a component uses it.
import { createApi, fetchBaseQuery } from '@reduxjs/toolkit/query'
import { fetchEvents } from 'millrace'

export const createMessagesApi = (baseUrl: string) =>
  createApi({
    baseQuery: fetchBaseQuery({ baseUrl }),
    endpoints: (build) => ({
      messages: build.query<string[], string>({
        query: (room) => `rooms/${room}`,
        async onCacheEntryAdded(room, { cacheDataLoaded, cacheEntryRemoved, updateCachedData }) {
          await cacheDataLoaded
          const stream = fetchEvents(`${baseUrl}/rooms/${room}/events`)
          void cacheEntryRemoved.then(() => stream.close())
          for await (const { data } of stream)
            updateCachedData((messages) => void messages.push(data))
        },
      }),
    }),
  })
