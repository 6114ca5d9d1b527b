import type { Request, RequestHandler } from 'express'

/** How many more requests each token is good for. `demo` does not wear out: it is for curl. */
const uses = new Map([['demo', Infinity]])
let issued = 0

/** Answers with a token that is good for three requests. */
export const issueToken: RequestHandler = (_req, res) => {
  const token = `demo-${++issued}`
  uses.set(token, 3)
  res.json({ token })
}

export const requireToken: RequestHandler = (req, res, next) => {
  const token = bearerToken(req)
  const left = uses.get(token)
  if (left === undefined) {
    res.status(401).set('www-authenticate', 'Bearer').json({ error: 'The token has expired' })
    return
  }
  if (left > 1) uses.set(token, left - 1)
  else uses.delete(token)
  next()
}

function bearerToken(req: Request): string {
  return /^Bearer (.+)$/i.exec(req.get('authorization') ?? '')?.[1] ?? ''
}
