import { amount } from '#domain/ingest/amount-minor.ts';
import { activity, cart, purchase, refund, review } from '#domain/ingest/event-builders.ts';
import type { EventDeclaration } from '#domain/ingest/event-declaration.ts';
import { list, object } from '#domain/ingest/nested-types.ts';
import { optional } from '#domain/ingest/property-declaration.ts';
import { currencyCode, either, identifier, number, text } from '#domain/ingest/property-types.ts';
import {
  checkoutStep,
  couponProperties,
  orderCosts,
  productList,
  productProperties,
  sharingProperties,
  wishlistProperties,
} from './product-properties.ts';
import { withSnakeCaseAliases } from './snake-case-alias.ts';

const inList = { list_id: optional(identifier()), category: optional(text()) };

const choice = list(object({ type: optional(text()), value: optional(text()) }));

const promotion = {
  promotion_id: optional(identifier()),
  creative: optional(text()),
  name: optional(text()),
  position: optional(either(text(), number())),
};

const orderMoney = { total: optional(amount()), revenue: optional(amount()), currency: optional(currencyCode()) };

const browsing = [
  activity('Products Searched', { properties: { query: optional(either(text(), object())) } }),
  activity('Product List Viewed', {
    aliases: ['Viewed Product Category'],
    properties: { ...inList, ...productList },
  }),
  activity('Product List Filtered', {
    properties: { ...inList, filters: optional(choice), sorts: optional(choice), ...productList },
  }),
  activity('Promotion Viewed', { aliases: ['Viewed Promotion'], properties: promotion }),
  activity('Promotion Clicked', { aliases: ['Clicked Promotion'], properties: promotion }),
  activity('Product Clicked', { aliases: ['Clicked Product'], properties: productProperties }),
  activity('Product Viewed', {
    aliases: ['Viewed Product'],
    properties: { ...productProperties, currency: optional(currencyCode()), value: optional(amount()) },
  }),
];

const ordering = [
  cart('Product Added', {
    aliases: ['Added Product'],
    properties: { cart_id: optional(identifier()), ...productProperties },
  }),
  activity('Product Removed', {
    aliases: ['Removed Product'],
    properties: { cart_id: optional(identifier()), ...productProperties },
  }),
  activity('Cart Viewed', { properties: { cart_id: optional(identifier()), ...productList } }),
  cart('Checkout Started', {
    aliases: ['Started Order'],
    properties: {
      ...orderCosts,
      value: optional(amount()),
      revenue: optional(amount()),
      currency: optional(currencyCode()),
    },
  }),
  cart('Checkout Step Viewed', { aliases: ['Viewed Checkout Step'], properties: checkoutStep }),
  cart('Checkout Step Completed', { aliases: ['Completed Checkout Step'], properties: checkoutStep }),
  cart('Payment Info Entered', { properties: { ...checkoutStep, order_id: optional(identifier()) } }),
  purchase('Order Completed', {
    description: 'An order was paid. Its total counts, and where that is missing, its revenue.',
    aliases: ['Completed Order'],
    amount: ['total', 'revenue'],
    properties: { checkout_id: optional(identifier()), subtotal: optional(amount()), ...orderCosts },
  }),
  activity('Order Updated', { aliases: ['Updated Order'], properties: { ...orderCosts, ...orderMoney } }),
  refund('Order Refunded', {
    description: 'Money of an order went back: all of it, or a part.',
    aliases: ['Refunded Order'],
    amount: 'total',
    properties: { order_id: optional(identifier()), ...productList },
  }),
  activity('Order Cancelled', {
    description:
      'Counts no money: a paid order sends Order Refunded as well. Where it does not, declare this one as a refund.',
    aliases: ['Order Canceled'],
    isActivity: false,
    properties: { ...orderCosts, ...orderMoney },
  }),
];

const aroundTheOrder = [
  activity('Coupon Entered', { properties: couponProperties }),
  activity('Coupon Applied', { properties: { ...couponProperties, discount: optional(amount()) } }),
  activity('Coupon Denied', { properties: { ...couponProperties, reason: optional(text()) } }),
  activity('Coupon Removed', { properties: { ...couponProperties, discount: optional(amount()) } }),
  activity('Product Added to Wishlist', { properties: wishlistProperties }),
  activity('Product Removed from Wishlist', { properties: wishlistProperties }),
  cart('Wishlist Product Added to Cart', { properties: { cart_id: optional(identifier()), ...wishlistProperties } }),
  activity('Product Shared', { properties: { ...sharingProperties, ...productProperties } }),
  activity('Cart Shared', {
    properties: { ...sharingProperties, cart_id: optional(identifier()), ...productList },
  }),
  review('Product Reviewed', {
    properties: {
      product_id: optional(identifier()),
      review_id: optional(identifier()),
      review_body: optional(text()),
      rating: optional(either(text(), number())),
    },
    sentiment: 'review_body',
  }),
];

/**
 * The events of the Segment e-commerce specification, version 2, under their names of version 1 too. Nothing is refused
 * but an order or a refund without an amount.
 */
export const ecommerceEvents: readonly EventDeclaration[] = withSnakeCaseAliases([
  ...browsing,
  ...ordering,
  ...aroundTheOrder,
]);
