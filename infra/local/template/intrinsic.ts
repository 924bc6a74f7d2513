import { isRecord } from './record.ts';

/** A call of an intrinsic function: `{ "Ref": … }` or `{ "Fn::Name": … }`. */
export type IntrinsicCall = { readonly name: string; readonly argument: unknown };

/** Reads an object with the one key `Ref` or `Fn::…` as a call; undefined for every other value. */
export const readIntrinsic = (value: unknown): IntrinsicCall | undefined => {
  if (!isRecord(value)) return undefined;
  const [name, ...others] = Object.keys(value);
  if (name === undefined || others.length > 0) return undefined;
  return name === 'Ref' || name.startsWith('Fn::') ? { name, argument: value[name] } : undefined;
};

/** Reads the argument of Fn::GetAtt, `["Queue", "Arn"]` or `"Queue.Arn"`; undefined when it is neither. */
export const readAttributeReference = (
  argument: unknown,
): { readonly logicalId: string; readonly attribute: unknown } | undefined => {
  if (typeof argument === 'string') {
    const dot = argument.indexOf('.');
    return dot <= 0 ? undefined : { logicalId: argument.slice(0, dot), attribute: argument.slice(dot + 1) };
  }
  if (!Array.isArray(argument) || argument.length !== 2) return undefined;
  const [logicalId, attribute]: unknown[] = argument;
  return typeof logicalId === 'string' ? { logicalId, attribute } : undefined;
};
