/** How the parts of a JSON text are painted. */
export interface JSONPaint {
  key(text: string): string
  string(text: string): string
  other(text: string): string
}

/**
 * JSON indented, or `undefined` where the text is no JSON object or array. It is the text that is indented, not the value: a
 * number keeps all its digits.
 */
export function indentJSON(text: string, paint: JSONPaint, margin: string): string | undefined {
  if (!/^\s*[{[]/.test(text) || !isJSON(text)) return undefined
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g)!
  let depth = 0
  let result = ''
  const newLine = () => `\n${margin}${'  '.repeat(depth)}`
  for (const [index, token] of tokens.entries()) {
    const next = tokens[index + 1]
    if (token === '{' || token === '[') {
      result += token
      depth++
      if (next !== '}' && next !== ']') result += newLine()
    } else if (token === '}' || token === ']') {
      depth--
      const isEmpty = ['{', '['].includes(tokens[index - 1]!)
      result += isEmpty ? token : newLine() + token
    } else if (token === ',') result += token + newLine()
    else if (token === ':') result += ': '
    else if (next === ':') result += paint.key(token)
    else result += token.startsWith('"') ? paint.string(token) : paint.other(token)
  }
  return result
}

function isJSON(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
