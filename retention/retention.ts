import { defineRetention } from '#domain/retention-definitions.ts';
import { features } from './features.ts';
import { playbooks } from './playbooks.ts';
import { risk } from './risk.ts';
import { segments } from './segments.ts';
import { sources } from './sources.ts';
import { templates } from './templates.ts';
import { plan } from './tracking-plan.ts';

/** What this deployment believes. Edit the files of this folder; nothing else needs to change. */
export const retention = defineRetention({ plan, sources, features, risk, segments, playbooks, templates });
