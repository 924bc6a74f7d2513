import { synthesizeTo } from '#infra/holdfast-app.ts';

// The body of a process of its own: what CDK loads is some hundred megabytes, which end with it.
const [directory] = process.argv.slice(2);
if (directory === undefined) throw new Error('Cannot synthesize: the directory is missing');
await synthesizeTo(directory);
