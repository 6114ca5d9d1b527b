// PocketBase's realtime subscriptions in Node, where its SDK misses a global EventSource.
import 'millrace/polyfill'
import PocketBase, { type RecordSubscription, type UnsubscribeFunc } from 'pocketbase'

export function follow(
  url: string,
  collection: string,
  onChange: (change: RecordSubscription) => void,
): Promise<UnsubscribeFunc> {
  return new PocketBase(url).collection(collection).subscribe('*', onChange)
}
