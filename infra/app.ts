import { buildApp } from './holdfast-app.ts';

(await buildApp()).synth();
