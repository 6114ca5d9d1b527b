import { randomUUID } from 'node:crypto'
import type { Request, RequestHandler, Response } from 'express'

/** Whose each token is, as long as it is good. */
const users = new Map<string, string>()

/** Takes anyone's word for who he is: this is where your login, or the cookie of a session, goes. */
export const issueToken: RequestHandler = (req, res) => {
  const token = randomUUID()
  users.set(token, String(req.query['user']))
  res.type('text').send(token)
}

/** Lets through who has a token that is good: whose it is, is then `userOf(res)`. */
export const requireToken: RequestHandler = (req, res, next) => {
  const user = users.get(tokenOf(req))
  if (user === undefined) return void res.status(401).set('www-authenticate', 'Bearer').end()
  res.locals['user'] = user
  next()
}

/** The token is not good any more, as if its time had come. */
export const expireToken: RequestHandler = (req, _res, next) => {
  users.delete(tokenOf(req))
  next()
}

export function userOf(res: Response): string {
  return res.locals['user'] as string
}

function tokenOf(req: Request): string {
  return req.get('authorization')?.replace('Bearer ', '') ?? ''
}
