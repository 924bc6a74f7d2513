import { describe, expect, test } from 'vitest';
import { renderEmail } from '#domain/playbooks/render-email.ts';
import { winBackEmail } from '#retention/templates/win-back.ts';

describe('winBackEmail', () => {
  test('winBackEmail greets by name, counts days and orders, and escapes', () => {
    const customer = { firstName: 'Ada <3' };
    const { subject, html, text } = renderEmail(winBackEmail, {
      customer,
      features: { recencyDays: 15.7, frequency: 1 },
    });
    expect(subject).toBe('We miss you, Ada <3');
    expect(html).toContain('<p>Hello Ada &lt;3,</p>');
    expect(html).toContain('it has been 15 days since');
    expect(html).toMatch(/You have ordered from us 1 time\./);
    expect(text).toMatch(/^Hello Ada <3,\n\nit has been 15 days since/);
  });

  test('winBackEmail says nothing about a name or orders that it does not know', () => {
    const { subject, html } = renderEmail(winBackEmail, { customer: {}, features: { recencyDays: 14, frequency: 0 } });
    expect(subject).toBe('We miss you');
    expect(html).toContain('<p>Hello,</p>');
    expect(html).not.toContain('ordered');
  });
});
