// What runs beside the suite, in a bundle of its own: Angular as its command line builds an app that has zone.js.
import { angularWithZone } from './angular.ts'

Object.assign(globalThis, { angularWithZone })
