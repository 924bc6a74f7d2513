const quoted = (inside: string | readonly number[]) =>
  Buffer.concat([
    Buffer.from('"'),
    typeof inside === 'string' ? Buffer.from(inside) : Buffer.from(inside),
    Buffer.from('"'),
  ]);

/** Texts with each of the characters that JSON wants escaped. */
export const controls = Array.from({ length: 32 }, (_, code) => quoted([0x61, code, 0x62]));

/** Texts with escapes, right and wrong, and with characters that programs stumble over. */
export const texts = [
  ...[
    '',
    '\\"',
    '\\\\',
    '\\/',
    '\\b\\f\\n\\r\\t',
    '\\u0000',
    '\\u0041',
    '\\u00e9',
    '\\ud83d\\ude00',
    '\\uFFFF',
    '\\ufffe',
  ],
  ...['\\ud800', '\\udfff', '\\ude00\\ud83d', '\\ud800\\u0041', '\\ud800\\ud800', 'a\\udc00b', '\\uDBFF\\uDFFE'],
  ...[
    '\\x41',
    '\\a',
    '\\0',
    "\\'",
    '\\u',
    '\\u1',
    '\\u12',
    '\\u123',
    '\\u12G4',
    '\\u{41}',
    '\\U00000041',
    '\\u 041',
    '\\',
  ],
  ...[
    '\u007f',
    '\u0080',
    '\u00a0',
    '\u2028',
    '\u2029',
    '\ufeff',
    '\ufffd',
    '\uffff',
    '\ufffe',
    '😀',
    'é',
    'ﷺ',
    '\u202e',
  ],
  ...['\u{10ffff}', 'a\u0301'.repeat(200), '"', "'", '#{x}', '{{x}}', '<script>', '../../etc/passwd', '%00', '\r\n'],
].map(quoted);

/** Texts whose bytes are no UTF-8. */
export const invalidUtf8 = [
  ...[0x80, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xef, 0xf0, 0xf4, 0xf5, 0xf8, 0xfc, 0xfe, 0xff].map((byte) => [byte]),
  ...[
    [0xc0, 0xaf],
    [0xc1, 0xbf],
    [0xe0, 0x80, 0x80],
    [0xe0, 0x9f, 0xbf],
    [0xf0, 0x80, 0x80, 0x80],
    [0xf0, 0x8f, 0xbf, 0xbf],
  ],
  ...[
    [0xed, 0xa0, 0x80],
    [0xed, 0xbf, 0xbf],
    [0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80],
    [0xf4, 0x90, 0x80, 0x80],
  ],
  ...[[0xc3], [0xe2, 0x82], [0xf0, 0x9f, 0x98], [0xc3, 0x28], [0xe2, 0x28, 0xa1], [0xf0, 0x28, 0x8c, 0xbc]],
  ...[
    [0xc0, 0x80],
    [0x61, 0xe9, 0x62],
    [0x93, 0x94],
    [0xff, 0xfe, 0x61, 0x00],
    [0xfe, 0xff, 0x00, 0x61],
  ],
].map(quoted);

const wide = (text: string) => Buffer.from(text, 'utf16le');

/** Whole bodies in other encodings, packed, or marked as such. */
export const encodings = [
  Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from('{"a":1}')]),
  Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf, 0xef, 0xbb, 0xbf]), Buffer.from('{"a":1}')]),
  Buffer.from([0xef, 0xbb, 0xbf]),
  Buffer.from([0xef, 0xbb]),
  Buffer.concat([Buffer.from('{"a":'), Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from('1}')]),
  Buffer.concat([Buffer.from([0xff, 0xfe]), wide('{"a":1}')]),
  Buffer.concat([Buffer.from([0xfe, 0xff]), wide('{"a":1}').swap16()]),
  wide('{"a":1}'),
  wide('{"a":1}').swap16(),
  Buffer.from([0x1f, 0x8b]),
  Buffer.from([0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0, 0, 0x03, 0xff]),
  Buffer.from([0]),
  Buffer.alloc(64),
  Buffer.from([0x78, 0x9c, 0x03, 0x00]),
];
