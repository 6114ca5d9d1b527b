import { registerHooks } from 'node:module'

// react-dom 18 asks for `react`, and is to get its own, under the name that it is installed by here.
registerHooks({
  resolve: (specifier, context, next) =>
    next(specifier.replace(/^react(?=$|\/)/, 'react18'), context),
})
