export default {
  // Not the repository that it is in.
  turbopack: { root: import.meta.dirname },
}
