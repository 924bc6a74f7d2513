/**
 * How to parse what is parsed once, while modules load. Before its first object of a kind zod compiles a parser for that
 * kind, which pays for itself only when more of them come.
 */
export const parsedOnce = { jitless: true } as const;
