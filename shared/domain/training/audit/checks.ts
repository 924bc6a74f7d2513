import type { AuditedItem } from './audited-item.ts';
import { startBeforeAccount } from './before-account.ts';
import { startBotLikeCustomers } from './bot-like-customers.ts';
import { startChurnOutcomes } from './churn-outcomes.ts';
import { startClockSkew } from './clock-skew.ts';
import { startCountries } from './countries.ts';
import { startCurrencies } from './currencies.ts';
import { startCustomerActivity } from './customer-activity.ts';
import type { CustomerHistory } from './customer-history.ts';
import { startDates } from './dates.ts';
import { startEmptyProperties } from './empty-properties.ts';
import type { StartCheck } from './fold.ts';
import { startHistoryLength } from './history-length.ts';
import { startLateness } from './lateness.ts';
import { startLeftOutRecords } from './left-out-records.ts';
import { startPlanNames } from './plan-names.ts';
import { startPlanProperties } from './plan-properties.ts';
import { startQuietDays } from './quiet-days.ts';
import { startSegmentSizes } from './segment-sizes.ts';
import { startSilentSources } from './silent-sources.ts';
import { startWithoutCustomer } from './without-customer.ts';

/** Checks that look at every record as it comes. */
export const itemChecks: readonly StartCheck<AuditedItem>[] = [
  startHistoryLength,
  startWithoutCustomer,
  startDates,
  startLeftOutRecords,
  startPlanNames,
  startPlanProperties,
  startEmptyProperties,
  startCurrencies,
  startCountries,
  startSilentSources,
  startQuietDays,
  startLateness,
  startClockSkew,
];

/** Checks that look at every customer once, with all that is known of the customer. */
export const customerChecks: readonly StartCheck<CustomerHistory>[] = [
  startCustomerActivity,
  startSegmentSizes,
  startChurnOutcomes,
  startBeforeAccount,
  startBotLikeCustomers,
];
