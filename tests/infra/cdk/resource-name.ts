import * as z from 'zod';
import type { SynthesizedApp } from './synthesized-app.ts';

const reference = z.union([
  z.string().transform((text) => ({ kind: 'text', text }) as const),
  z
    .object({ Ref: z.string() })
    .transform(({ Ref }) => ({ kind: 'resource', logicalId: Ref, attribute: 'Ref' }) as const),
  z
    .object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) })
    .transform(({ 'Fn::GetAtt': [logicalId, attribute] }) => ({ kind: 'resource', logicalId, attribute }) as const),
  z
    .object({ 'Fn::ImportValue': z.string() })
    .transform((value) => ({ kind: 'import', name: value['Fn::ImportValue'] }) as const),
  z
    .object({ 'Fn::Join': z.tuple([z.literal(''), z.array(z.unknown())]) })
    .transform((value) => ({ kind: 'join', parts: value['Fn::Join'][1] }) as const),
]);

/**
 * A short, stable name for what a template refers to: `CustomerTable` for its ARN, `CustomerTable.StreamArn` for another
 * attribute, `CustomerTable/index/wake` for what is joined to it. References across stacks are followed.
 */
export function resourceName(app: SynthesizedApp, value: unknown): string {
  const parsed = reference.parse(value);
  switch (parsed.kind) {
    case 'text':
      return parsed.text;
    case 'resource': {
      const name = parsed.logicalId.replace(/[0-9A-F]{8}$/, '');
      return parsed.attribute === 'Arn' || parsed.attribute === 'Ref' ? name : `${name}.${parsed.attribute}`;
    }
    case 'import': {
      const output = Object.values(app.stateful.Outputs).find(({ Export }) => Export.Name === parsed.name);
      if (output === undefined)
        throw new Error(`Cannot follow the import ${parsed.name}: the stateful stack exports no such value`);
      return resourceName(app, output.Value);
    }
    case 'join':
      return parsed.parts.map((part) => resourceName(app, part)).join('');
  }
}
