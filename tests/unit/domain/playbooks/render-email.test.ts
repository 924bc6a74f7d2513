import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emailTemplate } from '#domain/playbooks/playbook.ts';
import { renderEmail } from '#domain/playbooks/render-email.ts';

function render(source: string, customer: Record<string, unknown> = {}) {
  const template = emailTemplate('hello', { subject: source, html: source, text: source });
  return renderEmail(template, { customer, features: { orders: 3, quiet: null } });
}

describe('renderEmail', () => {
  test('renderEmail prints traits and features', () => {
    expect(render('{{ customer.name }} {{ features.orders }}', { name: 'Ada' }).text).toBe('Ada 3');
  });

  test('renderEmail escapes what is printed in html, and only there', () => {
    const { html, text } = render('<p title="{{ customer.name }}">', { name: `<script>"'&` });
    expect(html).toBe('<p title="&lt;script&gt;&#34;&#39;&amp;">');
    expect(text).toBe(`<p title="<script>"'&">`);
  });

  test('renderEmail lets no printed text open a tag or leave an attribute in html', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        const printed = render('{{ customer.name }}', { name }).html;
        expect(printed).not.toMatch(/[<>"']/);
      }),
    );
  });

  test('renderEmail keeps a subject on one line without control characters, whatever it prints', () => {
    expect(render('Hello {{ customer.name }}', { name: 'Ada\r\nBcc: eve@example.org' }).subject).toBe(
      'Hello Ada Bcc: eve@example.org',
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        expect(render('{{ customer.name }}', { name }).subject).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
      }),
    );
  });

  test('renderEmail prints nothing for what is not known', () => {
    expect(render('[{{ customer.nickname }}{{ nobody.at.all }}{{ features.quiet }}]').text).toBe('[]');
  });

  test('renderEmail does not reach what traits inherit', () => {
    expect(render('[{{ customer.constructor.name }}{{ customer.toString }}{{ customer.__proto__ }}]').text).toBe('[]');
  });

  test.each(['date', 'date_to_string', 'date_to_long_string', 'date_to_rfc822', 'date_to_xmlschema'])(
    'renderEmail refuses to read the clock through %s',
    (filter) => {
      const format = filter === 'date' ? ': "%Y"' : '';
      for (const word of ['now', 'today']) {
        expect(() => render(`{{ '${word}' | ${filter}${format} }}`)).toThrow(`Cannot render the template "hello": `);
        expect(() => render(`{{ '${word}' | ${filter}${format} }}`)).toThrow('templates do not read the clock');
      }
    },
  );

  test('renderEmail prints a given time in UTC, on whatever machine', () => {
    const zone = process.env['TZ'];
    process.env['TZ'] = 'America/New_York';
    try {
      const at = Date.UTC(2026, 0, 1) / 1_000;
      expect(render(`{{ ${at} | date: '%Y-%m-%d %H:%M' }}`).text).toBe('2026-01-01 00:00');
      for (const told of ['2026-01-01T00:00:00', '2026-01-01', '2025-12-31T19:00:00-05:00']) {
        expect(render(`{{ customer.since | date: '%Y-%m-%d %H:%M' }}`, { since: told }).text).toBe('2026-01-01 00:00');
      }
    } finally {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    }
  });

  test('renderEmail refuses chance', () => {
    expect(() => render('{{ customer.names | sample }}', { names: ['a', 'b'] })).toThrow(
      'Cannot render the template "hello"',
    );
  });

  test.each(["{% include 'package.json' %}", "{% render 'package.json' %}", "{% layout 'package.json' %}"])(
    'renderEmail reads no file for %s',
    (source) => {
      expect(() => render(source)).toThrow('Cannot render the template "hello"');
    },
  );

  test.each([
    ['is malformed', '{% if %}'],
    ['uses a filter that does not exist', '{{ customer.name | shout }}'],
    ['never ends', '{% for i in (1..100000000) %}{{ i }}{% endfor %}'],
    [
      'prints too much',
      "{% assign a = 'aaaaaaaaaa' %}{% for i in (1..30) %}{% assign a = a | append: a %}{% endfor %}{{ a }}",
    ],
    ['is too long', 'x'.repeat(100_001)],
  ])('renderEmail refuses a template that %s, by its name', (_what, source) => {
    expect(() => render(source)).toThrow('Cannot render the template "hello": ');
  });
});
