import type { Command } from 'commander';
import { retention } from '#retention/retention.ts';
import type { CommandContext } from '../command-context.ts';
import { jsonOption, printResult, stackOption, tenantName, tenantOption, wholeNumber } from '../command-context.ts';
import { backfill } from '../features/backfill.ts';
import { listFeatures, renderFeatures } from '../features/list-features.ts';
import { plan } from '../features/plan.ts';
import { showAt } from '../features/show-at.ts';
import { renderFeature, showFeature } from '../features/show-feature.ts';

const planHelp = `
Compares what retention/ declares with retention/retention.lock.json, which gives everything that profiles keep its number.
A definition that is new or changed is listed there with --write; the file belongs to your code, like a migration. Then deploy:
customers who come from then on have all of it, and "features backfill" fills the others from the archive.

With npm start running, or with --stack, it also looks at what is stored: who lacks what, and what filling it costs.`;

const atHelp = `
Folds the customer's archived events that were known at that time, with the code that folds live ones: what is printed is what
the profile said then, if these features had been declared. Without --time it is now, beside the stored profile.
  features at ada --time 2026-01-31T12:00:00Z
  features at account:acme`;

const backfillHelp = `
Reads the archive and fills what stored profiles lack of what is declared, while events keep coming. Until a profile is filled,
the previous version of a feature is read where it has one, and segments that need what is missing leave the customer alone.
Nobody is contacted because of it. Running it again goes on where it stopped; deploy the declarations first.`;

type JsonOption = { readonly json?: boolean };

/** `features …`: what is known of each customer and account. */
export function addFeaturesCommand(program: Command, context: CommandContext): void {
  const features = program
    .command('features')
    .description('what is known of each customer: the features of retention/');
  const command = (words: string, description: string) =>
    features
      .command(words)
      .description(description)
      .option(tenantOption[0], tenantOption[1], tenantName)
      .option(...stackOption)
      .option(...jsonOption);
  features
    .command('list')
    .description('show every feature: its type, owner and version, and what profiles keep for it')
    .option(...jsonOption)
    .action((options: JsonOption) => {
      const listed = listFeatures(retention);
      printResult(context, options.json, { features: listed }, () => renderFeatures(listed));
    });
  features
    .command('show <name>')
    .description('show one feature: how it is computed, what profiles keep for it, and which segments ask for it')
    .option(...jsonOption)
    .action((name: string, options: JsonOption) => {
      const shown = showFeature(retention, name);
      printResult(context, options.json, shown, () => renderFeature(shown));
    });
  command('plan', 'say what a change of features and segments changes, costs and needs')
    .option('--write', 'list what is new in retention/retention.lock.json')
    .addHelpText('after', planHelp)
    .action((options) => plan(context, options));
  command('at <customer>', 'show the features of one customer as they were at a time, from the archive')
    .option('--time <time>', 'when, such as 2026-01-31T12:00:00Z (default: now, beside the stored profile)')
    .addHelpText('after', atHelp)
    .action((customerId: string, options) => showAt(context, customerId, options));
  command('backfill', 'fill what stored profiles lack of what is declared, from the archive')
    .option('--customer <id>', 'only this customer or account')
    .option('--dry-run', 'say who lacks what and who could be filled, and change nothing')
    .option(
      '--wait-seconds <seconds>',
      'how long to wait for customers who are written to',
      wholeNumber(1, 86_400),
      3_600,
    )
    .addHelpText('after', backfillHelp)
    .action((options) => backfill(context, options));
}
