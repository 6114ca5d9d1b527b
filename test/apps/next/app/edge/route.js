export { GET } from '../feed/route.js'

export const runtime = 'edge'
