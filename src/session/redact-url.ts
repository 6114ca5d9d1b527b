/** A URL, valid or not, without what may be a credential: its user name and password, its query and its fragment. */
export function redactURL(url: string): string {
  return url.replace(/[?#].*/s, '').replace(/\/\/[^/]*@/, '//')
}
