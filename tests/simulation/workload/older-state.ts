import { meanings } from '#contracts/moment.ts';
import type { ProfileState } from '#domain/profile/profile-state.ts';
import { ByteWriter } from '#domain/profile/variable-length-bytes.ts';

/** State → the bytes of state layout 1, as the code before layout 2 wrote them. */
export function encodeOlderState(state: ProfileState): Uint8Array {
  const writer = new ByteWriter();
  writer.unsigned(1);
  writer.unsigned(state.totals.size);
  for (const [position, meaning] of meanings.entries()) {
    const totals = state.totals.get(meaning);
    if (totals === undefined) continue;
    writer.unsigned(position);
    writer.unsigned(totals.count);
    writer.unsigned(totals.firstMs);
    writer.unsigned(totals.lastMs - totals.firstMs);
    writer.signed(totals.sumMinor);
  }
  writer.unsigned(state.days.length);
  let dayBefore = 0;
  for (const day of state.days) {
    writer.unsigned(day.day - dayBefore);
    writer.unsigned(day.activities);
    writer.unsigned(day.purchases);
    writer.signed(day.purchaseMinor);
    dayBefore = day.day;
  }
  return writer.bytes();
}
