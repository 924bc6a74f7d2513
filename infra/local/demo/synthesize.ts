import * as z from 'zod';
import { synthesizeTo } from '#infra/holdfast-app.ts';
import { localContext } from '../local-context.ts';

// The body of a process of its own: what CDK loads is some hundred megabytes, which end with it.
const [directory, context] = process.argv.slice(2);
if (directory === undefined || context === undefined) {
  throw new Error('Cannot synthesize: pass the directory, and the context as a JSON object');
}
await synthesizeTo(directory, {
  context: { ...localContext, ...z.record(z.string(), z.unknown()).parse(JSON.parse(context)) },
});
