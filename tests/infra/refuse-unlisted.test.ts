import { describe, expect, test } from 'vitest';
import { lockOf } from '#domain/lock-of.ts';
import { defineRetention } from '#domain/retention-definitions.ts';
import { refuseUnlisted } from '#infra/refuse-unlisted.ts';
import { declared } from '#retention/declared.ts';
import { retention } from '#retention/retention.ts';

describe('refuseUnlisted', () => {
  test('refuseUnlisted lets the declarations of this project be deployed: their lock lists them all', () => {
    expect(() => refuseUnlisted(retention)).not.toThrow();
  });

  test('refuseUnlisted names what the lock lacks, and the command that writes it', () => {
    const [first] = declared.segments;
    const segments = declared.segments.filter((segment) => segment !== first);
    const behind = lockOf({ features: declared.features.slice(0, 1), segments }, null);
    expect(() => refuseUnlisted(defineRetention(declared, behind))).toThrow(
      new RegExp(
        `Cannot deploy what retention/retention.lock.json does not list: features .+; segments ${first?.name} \\(version 1\\)` +
          '; state .+ Run `npm run -s holdfast -- features plan --write`, and commit the file with the declarations',
      ),
    );
  });
});
