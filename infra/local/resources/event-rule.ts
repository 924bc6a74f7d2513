import * as z from 'zod';
import { parseRuleTarget } from '../events/rule-target.ts';
import { arnOf, type LocalAccount } from '../local-account.ts';
import { requireTarget } from './lookups.ts';
import { physicalName } from './physical-name.ts';
import { defineResourceType } from './resource-type.ts';

/** A bus that no template makes is one of the operator's own account, which has none here until a rule asks for it. */
function addOperatorsBus(nameOrArn: string, account: LocalAccount): void {
  const name = nameOrArn.split(':event-bus/').at(-1) ?? nameOrArn;
  const arn = nameOrArn.startsWith('arn:') ? nameOrArn : arnOf(account, 'events', `event-bus/${name}`);
  account.buses.addBus({ name, arn });
}

/** AWS::Events::Rule: with a pattern, on a schedule, or both. */
export const eventRule = defineResourceType({
  type: 'AWS::Events::Rule',
  honoured: {
    Name: z.string().optional(),
    EventBusName: z.string().default('default'),
    EventPattern: z.unknown().optional(),
    ScheduleExpression: z.string().optional(),
    State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
    Targets: z.array(z.unknown()).default([]),
  },
  withoutLocalEffect: {
    Description: 'no effect anywhere',
    RoleArn: 'rights are not checked',
    Tags: 'no effect anywhere',
  },
  create: (properties, resource, account) => {
    const name = properties.Name ?? physicalName(resource, 64);
    const {
      EventBusName: busName,
      State: state,
      EventPattern: eventPattern,
      ScheduleExpression: expression,
    } = properties;
    const busPath = busName === 'default' ? '' : `${busName.split('/').at(-1)}/`;
    const arn = arnOf(account, 'events', `rule/${busPath}${name}`);
    if (!account.buses.hasBus(busName)) addOperatorsBus(busName, account);
    const targets = properties.Targets.map((target) => parseRuleTarget(target, `the rule ${name}`));
    for (const target of targets) requireTarget(target.arn, resource, account);
    for (const target of targets) requireTarget(target.deadLetterArn ?? undefined, resource, account);
    if (eventPattern !== undefined) account.buses.addRule({ name, arn, busName, state, eventPattern, targets });
    for (const target of expression === undefined ? [] : targets) {
      account.schedules.add({
        service: 'aws.events',
        name,
        arn,
        expression: expression ?? '',
        timeZone: 'UTC',
        state,
        target,
        input: target.input,
        retry: target.retryPolicy,
        deadLetterArn: target.deadLetterArn,
      });
    }
    return { reference: name, attributes: { Arn: arn } };
  },
});
