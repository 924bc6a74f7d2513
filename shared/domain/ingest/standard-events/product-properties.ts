import { amount } from '#domain/ingest/amount-minor.ts';
import { list, object } from '#domain/ingest/nested-types.ts';
import { optional, type PropertyDeclaration } from '#domain/ingest/property-declaration.ts';
import { identifier, number, text } from '#domain/ingest/property-types.ts';

type Properties = Readonly<Record<string, PropertyDeclaration>>;

/** What the Segment e-commerce specification (version 2) says of a product. */
export const productProperties: Properties = {
  product_id: optional(identifier(), { description: 'Database id of the product' }),
  sku: optional(identifier(), { description: 'Stock keeping unit' }),
  category: optional(text()),
  name: optional(text()),
  brand: optional(text()),
  variant: optional(text()),
  price: optional(amount(), { description: 'Price of one' }),
  quantity: optional(number({ least: 0 })),
  coupon: optional(text()),
  position: optional(number(), { description: 'Position in the list' }),
  url: optional(text()),
  image_url: optional(text()),
};

/** Most products that one event lists. */
const mostProducts = 1_000;

/** A list of products. */
export const productList: Properties = {
  products: optional(list(object(productProperties), { most: mostProducts })),
};

/** What an order costs, besides the amount that counts. */
export const orderCosts: Properties = {
  order_id: optional(identifier(), { description: 'Id of the order' }),
  affiliation: optional(text(), { description: 'Store from which the order came' }),
  shipping: optional(amount()),
  tax: optional(amount()),
  discount: optional(amount()),
  coupon: optional(text()),
  ...productList,
};

/** A step of a checkout. */
export const checkoutStep: Properties = {
  checkout_id: optional(identifier()),
  step: optional(number()),
  shipping_method: optional(text()),
  payment_method: optional(text()),
};

/** A coupon on a cart or an order. */
export const couponProperties: Properties = {
  order_id: optional(identifier()),
  cart_id: optional(identifier()),
  coupon_id: optional(identifier()),
  coupon_name: optional(text()),
};

/** A wish list and the product on it. */
export const wishlistProperties: Properties = {
  wishlist_id: optional(identifier()),
  wishlist_name: optional(text()),
  ...productProperties,
};

/** How something was shared. */
export const sharingProperties: Properties = {
  share_via: optional(text()),
  share_message: optional(text()),
  recipient: optional(text()),
};
