import { ratio, shrunkRatio, towardsPopulation } from '#domain/features/builders/arithmetic.ts';
import { propertyAtLeast } from '#domain/features/builders/conditions.ts';
import { activeDaysWithin, count, countWithin, sum, sumWithin } from '#domain/features/builders/counts.ts';
import { feature } from '#domain/features/builders/feature.ts';
import { last, meaning } from '#domain/features/builders/select.ts';
import { money, numberOf } from '#domain/features/builders/sources.ts';
import { daysSince, gapsSince } from '#domain/features/builders/time.ts';
import { activeDays90 } from './engagement.ts';
import { frequency } from './recency-frequency-monetary.ts';

const purchase = meaning('purchase');
const discounted = meaning('purchase', propertyAtLeast('discount', 0.01));

export const daysSincePurchase = feature('daysSincePurchase', daysSince(last(purchase)), {
  description: 'time since the last purchase',
});

export const daysSinceCart = feature('daysSinceCart', daysSince(last(meaning('cart'))), {
  description: 'time since the cart was last filled',
});

export const purchases7 = feature('purchases7', countWithin(purchase, 7), { description: 'purchases in 7 days' });

export const purchases28 = feature('purchases28', countWithin(purchase, 28), { description: 'purchases in 28 days' });

export const purchases90 = feature('purchases90', countWithin(purchase, 90), { description: 'purchases in 90 days' });

export const money28 = feature('money28', sumWithin(purchase, money, 28), { description: 'money paid in 28 days' });

export const money90 = feature('money90', sumWithin(purchase, money, 90), { description: 'money paid in 90 days' });

export const averageOrder = feature('averageOrder', ratio(sum(purchase, money), frequency), {
  unit: 'money',
  description: 'money paid for each purchase',
});

export const discountTotal = feature('discountTotal', sum(discounted, numberOf('discount', { decimals: 2 })), {
  unit: 'money',
  description: 'discounts taken',
});

export const discountedShare = feature('discountedShare', ratio(count(discounted), frequency), {
  unit: 'share',
  description: 'share of the purchases with a discount',
});

export const purchaseGaps = feature('purchaseGaps', gapsSince(purchase, { expectedGapDays: 30, strength: 2 }), {
  description: 'time since the last purchase in usual gaps of the customer',
});

export const buyingDays90 = feature('buyingDays90', activeDaysWithin(purchase, 90), {
  description: 'days with a purchase in 90 days',
});

export const buyingDayShare = feature('buyingDayShare', ratio(buyingDays90, activeDays90), {
  unit: 'share',
  description: 'share of the active days of 90 with a purchase',
});

export const conversion = feature(
  'conversion',
  shrunkRatio(buyingDays90, activeDays90, towardsPopulation(buyingDayShare, 5)),
  { description: 'share of active days with a purchase, drawn towards that of all customers where little is known' },
);

export const buyingFeatures = [
  daysSincePurchase,
  daysSinceCart,
  purchases7,
  purchases28,
  purchases90,
  money28,
  money90,
  averageOrder,
  discountTotal,
  discountedShare,
  purchaseGaps,
  buyingDays90,
  buyingDayShare,
  conversion,
];
