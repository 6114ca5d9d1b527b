// What an app does with the package, in so much of React Native as it needs: its globals, and its XMLHttpRequest.
require('react-native/Libraries/Core/setUpXHR')
globalThis.Event = require('react-native/src/private/webapis/dom/events/Event').default
globalThis.EventTarget = require('react-native/src/private/webapis/dom/events/EventTarget').default
const emitter = require('react-native/Libraries/EventEmitter/RCTDeviceEventEmitter').default
const { fetchEvents, FetchEventSource } = require('millrace')
const { xhrFetch } = require('millrace/xhr')

globalThis.app = {
  // Native code tells of a response by such events.
  emit: (type, args) => emitter.emit(type, args),
  fetchEvents,
  FetchEventSource,
  xhrFetch,
}
