import { describe, expect, test } from 'vitest';
import type { JsonObject } from '#contracts/json.ts';
import { eventOf, problemOf, track } from './decoding.ts';

const { type: _, ...bare } = { ...track };

describe('segmentEvent', () => {
  test('segmentEvent lays the item’s integrations over those of the batch, and puts them into the context', () => {
    const integrations = { All: false, Mailchimp: true };
    expect(eventOf({ ...track, integrations: { All: true } }, { integrations })?.context).toEqual({
      integrations: { All: true, Mailchimp: true },
    });
    expect(eventOf(track, { integrations, context: { ip: '::1' } })?.context).toEqual({ ip: '::1', integrations });
    expect(eventOf({ ...track, integrations: {} }, { integrations: {} })?.context).toEqual({});
    expect(eventOf({ ...track, integrations: true }, { integrations: [] })?.context).toEqual({});
  });

  test('segmentEvent puts integrations a level deeper, so that some nest too deeply and are set aside', () => {
    const deep = (levels: number): JsonObject => (levels === 1 ? {} : { a: deep(levels - 1) });
    expect(eventOf({ ...track, integrations: deep(31) })?.context['integrations']).toEqual(deep(31));
    expect(problemOf({ ...track, integrations: deep(32) })).toContain(
      'schema: context: must be a JSON object of at most 32',
    );
  });

  test.each<[string, JsonObject, JsonObject, string | null]>([
    ['of the item', { context: { groupId: 'acme' } }, {}, 'acme'],
    ['of the batch', {}, { context: { groupId: 7 } }, '7'],
    ['that a group call names itself', { type: 'group', groupId: 'own', context: { groupId: 'acme' } }, {}, 'own'],
    ['that is none', { context: { groupId: '' } }, {}, null],
    ['that is too long', { context: { groupId: 'g'.repeat(201) } }, {}, null],
    ['that is no text', { context: { groupId: { id: 'acme' } } }, {}, null],
    ['that is no Unicode', { context: { groupId: '\udc00' } }, {}, null],
  ])('segmentEvent takes the account from context.groupId %s', (_what, change, rest, accountId) => {
    expect(eventOf({ ...track, ...change }, rest)?.accountId).toBe(accountId);
  });

  test('segmentEvent takes the traits of an identify call from the context where RudderStack puts them', () => {
    const identify = { ...bare, type: 'identify', context: { traits: { plan: 'pro' } } };
    expect(eventOf(identify)?.properties).toEqual({ plan: 'pro' });
    expect(eventOf({ ...identify, traits: { plan: 'basic' } })?.properties).toEqual({ plan: 'basic' });
    expect(eventOf({ ...identify, traits: {} })?.properties).toEqual({});
    expect(eventOf({ ...identify, context: { traits: 'pro' } })?.properties).toEqual({});
    expect(eventOf({ ...identify, type: 'group', groupId: 'acme' })?.properties).toEqual({});
  });

  test('segmentEvent takes an empty list for an object without members, as PHP writes it', () => {
    const empty = { properties: [], context: [], traits: [] };
    expect(eventOf({ ...track, ...empty }, { context: { ip: '::1' } })).toMatchObject({
      properties: {},
      context: { ip: '::1' },
    });
    expect(eventOf({ ...bare, type: 'identify', ...empty })?.properties).toEqual({});
    expect(problemOf({ ...track, properties: [1] })).toContain('schema: properties: must be a JSON object');
  });

  test('segmentEvent keeps the category of a page, wherever it stands', () => {
    const page = { ...bare, type: 'page', name: 'Home', category: 'Docs' };
    expect(eventOf(page)?.properties).toEqual({ category: 'Docs' });
    expect(eventOf({ ...page, properties: { category: 'Help' } })?.properties).toEqual({ category: 'Help' });
    expect(eventOf({ ...page, category: 5 })?.properties).toEqual({});
  });
});
