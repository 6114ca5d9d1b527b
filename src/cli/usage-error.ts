/** Wrong usage: its message says in one line what to do. The program ends with 2. */
export class UsageError extends Error {}
