import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyCellHistory } from '../../cell-histories.ts';
import { cellOf, eventsNamed } from '../../cell-of.ts';
import { named } from '../../example-cells.ts';
import { exampleEvent } from '../../example-event.ts';

const values = ['export', 'import', 'share', '7'];
const spec = { kind: 'tally', of: named('Used'), property: 'feature', values } as const;

describe('tally', () => {
  test('tally counts how often each declared value was seen, and nothing else', () => {
    fc.assert(
      fc.property(anyCellHistory, (events) => {
        const seen = eventsNamed(events, 'Used').map((event) => event.properties['feature']);
        const texts = seen.filter((one) => typeof one === 'string' || typeof one === 'number').map(String);
        const counts = values.map((value) => texts.filter((one) => one === value).length);
        const found = cellOf(spec, events);
        const padded = found?.kind === 'tally' ? values.map((_, position) => found.counts[position] ?? 0) : null;
        expect(padded).toEqual(counts.every((count) => count === 0) ? null : counts);
      }),
    );
  });

  test('tally ends with the last value that was seen', () => {
    const used = exampleEvent({ name: 'Used', properties: { feature: 'import' } });
    expect(cellOf(spec, [used, used])).toEqual({ kind: 'tally', counts: [0, 2] });
  });

  test('tally counts no event without the property, whatever the values are called', () => {
    const used = exampleEvent({ name: 'Used' });
    expect(cellOf({ ...spec, values: ['undefined', 'null'] }, [used])).toBeUndefined();
  });

  test('tally refuses a value that is named twice, and none at all', () => {
    expect(() => cellOf({ ...spec, values: ['a', 'a'] }, [])).toThrow('one of them is named twice');
    expect(() => cellOf({ ...spec, values: [] }, [])).toThrow('from 1 to 256');
  });
});
