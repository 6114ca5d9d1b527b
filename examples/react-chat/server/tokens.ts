import { randomUUID } from 'node:crypto'
import type { RequestHandler } from 'express'

const ANSWERS_A_TOKEN = 2

/** How many answers each token is still good for. */
const answersLeft = new Map<string, number>()

export const issueToken: RequestHandler = (_req, res) => {
  const token = randomUUID()
  answersLeft.set(token, ANSWERS_A_TOKEN)
  res.type('text').send(token)
}

/** Lets through who has a token that is still good, and takes one use of it. */
export const requireToken: RequestHandler = (req, res, next) => {
  const token = req.get('authorization')?.replace('Bearer ', '') ?? ''
  const left = answersLeft.get(token) ?? 0
  if (left === 0) return void res.status(401).end()
  answersLeft.set(token, left - 1)
  next()
}
