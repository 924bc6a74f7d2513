import { BlockList, isIP } from 'node:net';
import { type PatternPath, patternError } from './pattern-error.ts';

/**
 * `{"cidr": "10.0.0.0/24"}`, IPv4 or IPv6; texts that are not addresses never match.
 * EventBridge takes masks up to /31 for IPv4 and /127 for IPv6; a single address is an exact match.
 * @throws EventPatternError for anything that is not an address and such a mask.
 */
export function compileAddressRange(path: PatternPath, operand: unknown): (text: string) => boolean {
  const parts = typeof operand === 'string' ? /^([0-9a-fA-F.:]+)\/(\d{1,3})$/.exec(operand) : null;
  const address = parts?.[1] ?? '';
  const version = isIP(address);
  if (parts === null || version === 0)
    throw patternError(path, 'cidr needs an address and a mask as 10.0.0.0/24', operand);
  const maskBits = Number(parts[2]);
  const mostBits = version === 4 ? 31 : 127;
  if (maskBits > mostBits)
    throw patternError(path, `the mask of an IPv${version} cidr is at most /${mostBits}`, operand);
  const range = new BlockList();
  range.addSubnet(address, maskBits, version === 4 ? 'ipv4' : 'ipv6');
  return (text) => {
    const textVersion = isIP(text);
    return textVersion !== 0 && range.check(text, textVersion === 4 ? 'ipv4' : 'ipv6');
  };
}
