import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { escapeText, html } from '#infra/command-line/audit/markup.ts';
import { renderAuditPage } from '#infra/command-line/audit/render-page.ts';
import { auditedEvent, leftOut } from '../../domain/training/audit/audit-examples.ts';
import { auditOf } from './audit-harness.ts';

const evil = `<script>alert("x")</script> & 'y' <img src=x onerror=alert(1)>`;

describe('html', () => {
  test('html escapes what is put in, and leaves markup alone', () => {
    expect(html`<p>${'<b>'}${html`<i>${1}</i>`}${[html`<u></u>`]}</p>`.text).toBe('<p>&lt;b&gt;<i>1</i><u></u></p>');
  });

  test('escapeText leaves no sign that could end a text or an attribute', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const escaped = escapeText(text);
        expect(escaped).not.toMatch(/[<>"']|&(?!(?:amp|lt|gt|quot|#39);)/);
        const signs: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' };
        expect(escaped.replace(/&(?:lt|gt|quot|#39|amp);/g, (name) => signs[name] ?? '')).toBe(text);
      }),
    );
  });
});

describe('renderAuditPage', () => {
  test('renderAuditPage escapes whatever comes from the data', async () => {
    const events = Array.from({ length: 40 }, (_, index) =>
      auditedEvent(
        { id: `${evil}${index}`, name: evil, userId: evil, properties: { country: evil, [evil]: evil } },
        { source: evil },
      ),
    );
    const report = await auditOf([
      ...events,
      ...events,
      leftOut('unreadable', { reason: evil, detail: evil, where: evil }),
      leftOut('no date', { detail: evil }),
    ]);
    const page = renderAuditPage({ ...report, subject: evil });
    expect(page).toContain('&lt;script&gt;');
    expect(page).not.toContain('<script');
    expect(page).not.toContain('<img');
  });

  test('renderAuditPage loads nothing and says so to the browser', async () => {
    const page = renderAuditPage(await auditOf([auditedEvent()]));
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(page).not.toMatch(/\b(?:src|href)=/);
    expect(page).not.toMatch(/https?:/);
  });

  test('renderAuditPage shows every check, the troubled ones opened', async () => {
    const report = await auditOf([auditedEvent(), leftOut('no date')]);
    const page = renderAuditPage(report);
    for (const { check, verdict } of report.findings) {
      const isOpen = verdict === 'problem' || verdict === 'warning';
      expect(page).toContain(`<details class="check" id="check-${check}"${isOpen ? ' open' : ''}>`);
    }
  });
});
