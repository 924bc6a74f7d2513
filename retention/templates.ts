import { winBackEmail } from './templates/win-back.ts';

/** Every e-mail template of this deployment. */
export const templates = [winBackEmail];
