/** What is given as a value, or as a function of one, which a framework may follow. */
export function valueOf<Value>(given: Value | (() => Value)): Value {
  return typeof given === 'function' ? (given as () => Value)() : given
}
