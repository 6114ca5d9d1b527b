/** A token; another one if the server answered 401 to the last. */
export async function token(status: number | undefined): Promise<string> {
  return status === 401 ? 'new' : 'old'
}
