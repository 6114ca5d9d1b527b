/** What to fill the form with: fields by their names. */
export interface Preset {
  title: string
  fields: Record<string, string>
}

export const presets: Preset[] = [
  {
    title: 'A job: cut, unavailable, ended, done',
    fields: { url: '/demo/job', 'reconnect.statuses': 'transient' },
  },
  {
    title: 'A ticker that cuts, with a token',
    fields: { url: '/demo/ticker', headers: 'Authorization: Bearer demo' },
  },
  {
    title: 'An answer to a POST, cut and resumed',
    fields: {
      url: '/demo/chat',
      method: 'POST',
      headers: 'Content-Type: application/json',
      until: '[DONE]',
      body: '{ "messages": [{ "role": "user", "content": "What is an event stream?" }] }',
    },
  },
  { title: 'A machine: types, comments, pauses', fields: { url: '/demo/machine' } },
  { title: 'A hundred thousand events', fields: { url: '/demo/flood?events=100000' } },
  {
    title: 'Refused: no token',
    fields: { url: '/demo/ticker', errorBody: '1000' },
  },
]
