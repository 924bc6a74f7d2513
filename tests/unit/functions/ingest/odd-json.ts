import { controls, encodings, invalidUtf8, texts } from './odd-texts.ts';

/** A text that is JSON, nearly JSON, or nothing of the kind, as bytes. */
export type OddJson = { readonly name: string; readonly bytes: Buffer };

function family(name: string, texts: readonly (string | Buffer)[]): OddJson[] {
  return texts.map((text, index) => {
    const bytes = typeof text === 'string' ? Buffer.from(text) : text;
    const shown = bytes
      .subarray(0, 24)
      .toString('latin1')
      .replaceAll(/[^ -~]/g, '.');
    return { name: `${name} ${index + 1}: ${shown}${bytes.length > 24 ? `… (${bytes.length} bytes)` : ''}`, bytes };
  });
}

const whole = '{"a":[1,-2.5e3,true,null,"x\\u00e9\\n"],"b":{"c":false}}';

const truncated = Array.from({ length: whole.length - 1 }, (_, index) => whole.slice(0, index + 1));

const trailing = [',', '}', ']', '"', '{}', '[]', ' x', '\u0000', ';', '//', '/**/', '#', '1', 'null', '\\'].map(
  (rest) => `{"a":1}${rest}`,
);

const structures = [
  ...[
    '{{"a":1',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"',
    '{]',
    '[}',
    '{{}}',
    '[[]',
    '{"a"}',
    '{"a":}',
    '{:1}',
    '{"a" 1}',
    '{"a";1}',
  ],
  ...['{"a":1,}', '{,"a":1}', '{"a":1,,"b":2}', '{"a":1 "b":2}', '{"a"::1}', '{a:1}', "{'a':1}", '{1:1}', '{null:1}'],
  ...['{"a":1]', '[1,]', '[,1]', '[1,,2]', '[1 2]', '["a":1]', '[1', '["a', '[""', '[1:2]', '(1)', '<a/>', 'a=1&b=2'],
  ...['{"a":{"b":}}', '{"a":[}', '{"\\u0061":1,"a":2}', '{"a":1}{"b":2}', '[]\n[]', '{"a":1\n}', '\n\n{"a":1}\n'],
];

const numbers = [
  ...['0', '-0', '1', '-1', '0.5', '1.0', '1e1', '1E1', '1e+1', '1e-1', '0e0', '0e+1', '0.0e0', '123456789', '1e308'],
  ...['1.7976931348623157e308', '5e-324', '1e400', '-1e400', '1e-400', '9007199254740993', '1e21', '0.1e1'],
  ...[
    '123456789012345678901234567890',
    '-123456789012345678901234567890',
    '0.1234567890123456789012345678901234567890',
  ],
  ...[`1${'0'.repeat(500)}`, `0.${'0'.repeat(500)}1`, `1e${'9'.repeat(100)}`, `-${'9'.repeat(400)}.5`],
  ...['01', '-01', '00', '+1', '++1', '--1', '-', '+', '.5', '-.5', '1.', '1.e1', '1e', '1e+', '1e-', 'e1', '1.2.3'],
  ...['0x1F', '0b1', '0o7', '1_000', '1,000', '1n', '1f', '1d', '1L', '- 1', '1 .5', '1e 5', '１', '1/2', '∞', '²'],
  ...['NaN', '-NaN', 'Infinity', '-Infinity', 'nan', 'inf'],
];

const literals = [
  ...['true', 'false', 'null', 'True', 'TRUE', 'FALSE', 'Null', 'nul', 'tru', 'fals', 'truee', 'nulll', 'undefined'],
  ...['yes', 'void 0', 'function(){}', 'new Date()', '{}.constructor', '`x`', '/x/', 'true false', 't', 'n'],
];

const spaces = [
  ...[
    ' {"a":1} ',
    '\t{"a":1}',
    '\r\n{"a":1}',
    '{ "a" : 1 }',
    '\u00a0{"a":1}',
    '\f{"a":1}',
    '\v{"a":1}',
    '\u2060{"a":1}',
  ],
  ...[
    '{"a":1}\u2028',
    '{"a":\u3000 1}',
    '{"a":1}\ufeff',
    '// x\n{"a":1}',
    '{"a":1 /* x */}',
    '{"a":1} // x',
    ' ',
    '\n',
    '',
  ],
];

const names = [
  ...['__proto__', 'constructor', 'prototype', 'toString', 'valueOf', 'hasOwnProperty', 'toJSON', '__defineGetter__'],
  ...['', ' ', '0', '-1', '\\u0000', '\\ud800', 'length', 'then', '$ne', 'a.b', 'a[0]', 'é', '\\u005f_proto__'],
].flatMap((name) => [`{"${name}":{"isAdmin":true}}`, `{"a":{"${name}":null}}`]);

const repeated = [
  ...['{"a":1,"a":2}', '{"a":1,"a":1}', '{"a":{"b":1},"a":{"c":2}}', '{"type":"track","type":"alias"}', '{"":1,"":2}'],
  ...[
    '{"__proto__":1,"__proto__":{"x":1}}',
    '{"constructor":{"prototype":{"isAdmin":true}}}',
    '{"userId":"a","userId":1}',
  ],
  '{"__proto__":{"__proto__":{"isAdmin":true}}}',
  `{${Array.from({ length: 2_000 }, (_, index) => `"k${index % 7}":${index}`).join(',')}}`,
  `{"${'k'.repeat(10_000)}":1}`,
];

const nested = [1, 2, 31, 32, 33, 34, 100, 1_000, 10_000, 100_000].flatMap((levels) => [
  '['.repeat(levels) + ']'.repeat(levels),
  `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`,
]);

const unclosed = [100, 100_000].flatMap((levels) => [
  '['.repeat(levels),
  '{"a":'.repeat(levels),
  '[{"a":'.repeat(levels),
]);

const large = [
  `"${'x'.repeat(32_000)}"`,
  `"${'x'.repeat(40_000)}"`,
  `"${'\\u0000'.repeat(6_000)}"`,
  `"${'é'.repeat(100_000)}"`,
  `[${Array.from({ length: 50_000 }, () => '1').join(',')}]`,
  `[${Array.from({ length: 2_000 }, () => '9e20').join(',')}]`,
  `"${'x'.repeat(600_000)}"`,
  ' '.repeat(600_000),
];

/**
 * Odd and malformed JSON in families, as in Nicolas Seriot, "Parsing JSON is a Minefield": cut off, with something behind it,
 * broken structures, numbers, literals, texts, control characters, invalid UTF-8, other encodings, odd spaces, names that mean
 * something in JavaScript, repeated names, deep nesting, great size.
 */
export const oddJson: readonly OddJson[] = [
  ...family('truncated', truncated),
  ...family('trailing', trailing),
  ...family('structure', structures),
  ...family('number', numbers),
  ...family('literal', literals),
  ...family('control character', controls),
  ...family('text', texts),
  ...family('invalid UTF-8', invalidUtf8),
  ...family('encoding', encodings),
  ...family('space', spaces),
  ...family('name', names),
  ...family('repeated name', repeated),
  ...family('nesting', nested),
  ...family('unclosed', unclosed),
  ...family('size', large),
];
