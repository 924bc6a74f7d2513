import { expect, test } from 'vitest';
import { createMemoryCustomerTable } from '#adapters/memory/memory-customer-table.ts';
import { createMemoryEmailSender } from '#adapters/memory/memory-email-sender.ts';
import { createMemoryLedger } from '#adapters/memory/memory-ledger.ts';
import { createMemoryLedgerReader } from '#adapters/memory/memory-ledger-reader.ts';
import { createMemoryLedgerTable } from '#adapters/memory/memory-ledger-table.ts';
import { createMemoryProfileStore } from '#adapters/memory/memory-profile-store.ts';
import type { Command } from '#contracts/command.ts';
import { noCustomerTraits } from '#contracts/customer-traits.ts';
import type { Json } from '#contracts/json.ts';
import type { DeliverDependencies } from '#functions/deliver/deliver-dependencies.ts';
import { createDeliverHandler } from '#functions/deliver/handler.ts';
import type { SendResult } from '#ports/email-sender.ts';
import type { Ledger } from '#ports/ledger.ts';
import { exampleCommand } from '../../contract/example-records.ts';
import { nowMs, tenant } from './example-events.ts';
import { exampleRetention } from './example-retention.ts';
import { receivedMessage } from './received-messages.ts';
import { createRecordingObserver } from './recording-observer.ts';

const none = new Set<string>();
const customer = { tenant, customerId: 'ada' };
const emailCommand: Command = { ...exampleCommand(customer), template: 'first' };
const { kind: _kind, template: _template, facts: _facts, ...shared } = exampleCommand(customer);
const taskCommand: Command = {
  ...shared,
  kind: 'create task',
  title: 'Call',
  advice: 'Ask what changed',
  dueMs: nowMs + 1,
  valueMinor: 30_000,
};
const message = (command: unknown, id = 'm') => receivedMessage(id, JSON.stringify(command));
const refused = (reason: string, retryable: boolean): Extract<SendResult, { kind: 'refused' }> => {
  return { kind: 'refused', reason, retryable };
};

type Around = {
  readonly refuse?: Parameters<typeof createMemoryEmailSender>[0];
  readonly ledger?: (ledger: Ledger) => Ledger;
  readonly templates?: DeliverDependencies['templates'];
};

async function createWorld(traits: Record<string, Json>, around: Around = {}) {
  const profiles = createMemoryProfileStore(createMemoryCustomerTable());
  const told = Object.entries(traits).map(([name, value]) => [name, { value, timeMs: nowMs, eventId: 'e' }] as const);
  await profiles.putTraits(tenant, 'ada', { ...noCustomerTraits, version: 1, traits: Object.fromEntries(told) });
  const table = createMemoryLedgerTable();
  const ledger = createMemoryLedger(table);
  const reader = createMemoryLedgerReader(table);
  const emails = createMemoryEmailSender(around.refuse);
  const observer = createRecordingObserver();
  const templates = around.templates ?? exampleRetention.templates;
  const time = { nowMs };
  let attempts = 0;
  const newId = () => {
    attempts += 1;
    return `attempt-${attempts}`;
  };
  return {
    time,
    emails,
    observer,
    deliver: createDeliverHandler({
      templates,
      profiles,
      ledger: around.ledger?.(ledger) ?? ledger,
      emails,
      clock: () => time.nowMs,
      newId,
      observer,
    }),
    deliveries: () => reader.deliveriesOf(tenant, 'ada', 10),
    openTasks: async () => (await reader.openTasks(tenant, { limit: 10, next: null })).items,
  };
}

const ada = { email: 'ada@example.com', firstName: '<Ada>' };

test('createDeliverHandler sends an e-mail and reports it', async () => {
  const world = await createWorld(ada);
  expect(await world.deliver([message(emailCommand)])).toEqual(none);
  expect(world.emails.sent()).toEqual([
    {
      to: 'ada@example.com',
      subject: 'We miss you, <Ada>',
      html: '<p>Hello &lt;Ada&gt;</p>',
      text: 'Hello <Ada>',
      commandId: emailCommand.id,
    },
  ]);
  expect(await world.deliveries()).toMatchObject([{ status: 'sent', atMs: nowMs, providerMessageId: 'memory-1' }]);
  expect(world.observer.total('EmailsSent')).toBe(1);
});

test('createDeliverHandler sends an e-mail once, however often and at once its command comes', async () => {
  const world = await createWorld(ada);
  const twins = Array.from({ length: 8 }, (_, index) => message(emailCommand, `m${index}`));
  expect(await world.deliver(twins)).toEqual(none);
  expect(await world.deliver(twins)).toEqual(none);
  expect(world.emails.sent()).toHaveLength(1);
});

test('createDeliverHandler does not send again what was claimed and never reported', async () => {
  const world = await createWorld(ada, {
    ledger: (ledger) => ({ ...ledger, settleDelivery: () => Promise.reject(new Error('throttled')) }),
  });
  expect(await world.deliver([message(emailCommand)])).toEqual(new Set(['m']));
  world.time.nowMs += 120_000;
  expect(await world.deliver([message(emailCommand)])).toEqual(none);
  expect(world.emails.sent()).toHaveLength(1);
  expect(world.observer.total('DeliveriesUncertain')).toBe(1);
  expect(await world.deliveries()).toMatchObject([{ status: 'claimed' }]);
});

test('createDeliverHandler sends when the answer to its own claim was lost and the repeated claim finds it', async () => {
  const world = await createWorld(ada, {
    ledger: (ledger) => ({
      ...ledger,
      claimDelivery: async (claim) => {
        await ledger.claimDelivery(claim);
        return ledger.claimDelivery(claim);
      },
    }),
  });
  expect(await world.deliver([message(emailCommand)])).toEqual(none);
  expect(world.emails.sent()).toHaveLength(1);
  expect(await world.deliver([message(emailCommand)])).toEqual(none);
  expect(world.emails.sent()).toHaveLength(1);
});

test('createDeliverHandler does not send again when nobody knows whether the provider has sent', async () => {
  const attempts: string[] = [];
  const world = await createWorld(ada, {
    refuse: (email) => {
      attempts.push(email.commandId);
      throw new Error('the connection is lost');
    },
  });
  expect(await world.deliver([message(emailCommand)])).toEqual(new Set(['m']));
  world.time.nowMs += 120_000;
  expect(await world.deliver([message(emailCommand)])).toEqual(none);
  expect(attempts).toHaveLength(1);
});

test('createDeliverHandler gives its claim back and the message too when sending can be tried again', async () => {
  const answers = [refused('TooManyRequests', true), refused('TooManyRequests', true)];
  const world = await createWorld(ada, { refuse: () => answers.shift() ?? null });
  expect(await world.deliver([message(emailCommand)])).toEqual(new Set(['m']));
  expect(await world.deliveries()).toEqual([]);
  expect(await world.deliver([message(emailCommand)])).toEqual(new Set(['m']));
  expect(world.observer.warnings[0]).toContain(`Cannot send the e-mail of ${emailCommand.id} now: TooManyRequests`);
  expect(await world.deliver([message(emailCommand)])).toEqual(none);
  expect(world.emails.sent()).toHaveLength(1);
});

test('createDeliverHandler withholds what the provider refuses for good, with its reason', async () => {
  const world = await createWorld(ada, { refuse: () => refused('MessageRejected: no', false) });
  expect(await world.deliver([message(emailCommand)])).toEqual(none);
  expect(await world.deliver([message(emailCommand)])).toEqual(none);
  expect(await world.deliveries()).toMatchObject([{ status: 'withheld', reason: 'MessageRejected: no' }]);
  expect(world.observer.total('EmailsWithheld')).toBe(1);
});

test.each([
  [{ ...ada, emailConsent: false }, 'no consent: the trait "emailConsent" says so'],
  [{ ...ada, marketingConsent: 'false' }, 'no consent: the trait "marketingConsent" says so'],
  [{ ...ada, unsubscribed: true }, 'no consent: the trait "unsubscribed" says so'],
  [{ ...ada, doNotContact: 'true' }, 'no consent: the trait "doNotContact" says so'],
  [{ firstName: 'Ada' }, 'no e-mail address: the trait "email" is not known'],
  [{ email: 'a@example.com, b@example.com' }, 'the trait "email" is not an address: a@example.com, b@example.com'],
])('createDeliverHandler withholds the e-mail from a customer with the traits %j', async (traits, reason) => {
  const world = await createWorld(traits);
  expect(await world.deliver([message(emailCommand)])).toEqual(none);
  expect(world.emails.sent()).toEqual([]);
  expect(await world.deliveries()).toMatchObject([{ status: 'withheld', reason, why: emailCommand.why }]);
});

test('createDeliverHandler keeps a command whose template it does not know, for when a deployment has caught up', async () => {
  const world = await createWorld(ada, { templates: new Map() });
  expect(await world.deliver([message(emailCommand)])).toEqual(new Set(['m']));
  expect(world.observer.warnings[0]).toContain('no template is called "first"');
  expect(await world.deliveries()).toEqual([]);
});

test('createDeliverHandler looks again later while another attempt may be sending', async () => {
  const world = await createWorld(ada, {
    ledger: (ledger) => ({ ...ledger, settleDelivery: () => Promise.reject(new Error('throttled')) }),
  });
  await world.deliver([message(emailCommand)]);
  world.time.nowMs += 119_999;
  expect(await world.deliver([message(emailCommand)])).toEqual(new Set(['m']));
  expect(world.observer.total('DeliveriesUncertain')).toBe(0);
});

test('createDeliverHandler withholds an e-mail that was decided more than 3 days ago', async () => {
  const world = await createWorld(ada);
  world.time.nowMs = emailCommand.issuedMs + 4 * 86_400_000;
  expect(await world.deliver([message(emailCommand)])).toEqual(none);
  expect(await world.deliveries()).toMatchObject([
    { status: 'withheld', reason: expect.stringContaining('decided 4 days ago') },
  ]);
});

test('createDeliverHandler claims nothing when the e-mail cannot be made, so that a mended template sends it', async () => {
  const template = { name: 'first', subject: '{{ customer.firstName | unheard_of }}', html: '', text: '' };
  const world = await createWorld(ada, { templates: new Map([['first', template]]) });
  expect(await world.deliver([message(emailCommand)])).toEqual(new Set(['m']));
  expect(await world.deliveries()).toEqual([]);
});

test('createDeliverHandler creates a task once', async () => {
  const world = await createWorld(ada);
  expect(await world.deliver([message(taskCommand, 'm1'), message(taskCommand, 'm2')])).toEqual(none);
  expect(await world.deliver([message({ ...taskCommand, title: 'Another' })])).toEqual(none);
  expect(await world.openTasks()).toMatchObject([
    { id: taskCommand.id, title: 'Call', createdMs: taskCommand.issuedMs, valueMinor: 30_000, status: 'open' },
  ]);
  expect(world.observer.total('TasksCreated')).toBe(1);
});

test('createDeliverHandler sends back what it cannot read, and finishes the others', async () => {
  const world = await createWorld(ada);
  const failed = await world.deliver([
    receivedMessage('not JSON', ''),
    message({ ...emailCommand, kind: 'send a pigeon' }, 'unknown'),
    message(emailCommand),
  ]);
  expect(failed).toEqual(new Set(['not JSON', 'unknown']));
  expect(world.emails.sent()).toHaveLength(1);
});
