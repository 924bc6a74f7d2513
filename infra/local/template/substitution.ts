/** One piece of the text of Fn::Sub: literal, or a name between `${` and `}`. */
export type SubstitutionPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'name'; readonly name: string };

const placeholder = /\$\{(!?)([^}]*)\}/g;

/** Splits the text of Fn::Sub. `${!Name}` stands for the text `${Name}`, as in CloudFormation. */
export const parseSubstitution = (text: string): readonly SubstitutionPart[] => {
  const parts: SubstitutionPart[] = [];
  let end = 0;
  for (const match of text.matchAll(placeholder)) {
    const [whole, literal, name = ''] = match;
    if (match.index > end) parts.push({ kind: 'text', text: text.slice(end, match.index) });
    parts.push(literal === '!' ? { kind: 'text', text: `\${${name}}` } : { kind: 'name', name: name.trim() });
    end = match.index + whole.length;
  }
  if (end < text.length) parts.push({ kind: 'text', text: text.slice(end) });
  return parts;
};

/** Splits the argument of Fn::Sub, a text or `[text, variables]`; undefined when it is neither. */
export const readSubstitution = (
  argument: unknown,
): { readonly parts: readonly SubstitutionPart[]; readonly variables: unknown } | undefined => {
  if (typeof argument === 'string') return { parts: parseSubstitution(argument), variables: {} };
  if (!Array.isArray(argument) || argument.length !== 2) return undefined;
  const [text, variables]: unknown[] = argument;
  return typeof text === 'string' ? { parts: parseSubstitution(text), variables } : undefined;
};
