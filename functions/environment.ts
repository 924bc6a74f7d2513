import * as z from 'zod';
import { parsedOnce } from '#contracts/parsed-once.ts';

/** Reads the environment once, at cold start. Throws, naming the variable, if one is missing or malformed. */
export function readEnvironment<Shape extends z.ZodRawShape>(shape: Shape): z.infer<z.ZodObject<Shape>> {
  const parsed = z.object(shape).safeParse(process.env, parsedOnce);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new Error(`Cannot start: the environment variable ${issue?.path.join('.')} is not right: ${issue?.message}`);
}
