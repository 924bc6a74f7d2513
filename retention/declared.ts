import type { Declarations } from '#domain/retention-definitions.ts';
import { yearlyRevenue } from './features/subscriptions.ts';
import { features } from './features.ts';
import { migrations } from './migrations.ts';
import { playbooks } from './playbooks.ts';
import { risk } from './risk.ts';
import { segments } from './segments.ts';
import { sources } from './sources.ts';
import { templates } from './templates.ts';
import { plan } from './tracking-plan.ts';

/** What this deployment believes, as the files of this folder say it. Edit those; nothing else needs to change. */
export const declared: Declarations = {
  plan,
  sources,
  features,
  revenue: yearlyRevenue,
  risk,
  segments,
  migrations,
  playbooks,
  templates,
};
