import { createDynamoProfileReader } from '#adapters/aws/dynamodb-profile-reader.ts';
import { retention } from '#retention/retention.ts';
import { type CommandContext, printResult } from '../command-context.ts';
import { CommandError } from '../command-error.ts';
import { outputOf } from '../deployment.ts';
import { type OpenReplayOptions, withReplay } from '../replay/open-replay.ts';
import { lockFile } from './open-lock.ts';
import { renderBackfill } from './render-backfill.ts';
import { runBackfill } from './run-backfill.ts';

export type BackfillOptions = OpenReplayOptions & { readonly customer?: string };

/** The archive is written every five minutes; the local one every second. */
const roundSeconds = { deployed: 300, local: 2 } as const;

function refuseUnlisted(): void {
  const { cells, features, segments } = retention.unlisted;
  if (cells.length + features.length + segments.length === 0) return;
  throw new CommandError(
    `Cannot fill profiles: retention/ declares what ${lockFile} does not have, so it has no numbers yet; run ` +
      '"npm run -s holdfast -- features plan --write" and deploy first',
  );
}

/** `features backfill`. */
export async function backfill(context: CommandContext, options: BackfillOptions): Promise<void> {
  refuseUnlisted();
  await withReplay(context, options, async ({ deployment, dynamo, settings }) => {
    const summary = await runBackfill({
      ...settings,
      reader: createDynamoProfileReader({ client: dynamo, tableName: outputOf(deployment, 'CustomerTableName') }),
      customer: options.customer ?? null,
      now: () => deployment.nowMs(context.clock()),
      roundSeconds: roundSeconds[deployment.kind],
    });
    printResult(context, options.json, summary, () => renderBackfill(summary));
    if (summary.status === 'interrupted') {
      throw new CommandError('Cannot finish filling profiles: interrupted; run the same command again to go on');
    }
  });
}
