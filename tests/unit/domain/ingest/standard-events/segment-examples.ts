import type { JsonObject } from '#contracts/json.ts';

const product = {
  product_id: '507f1f77bcf86cd799439011',
  sku: 'G-32',
  category: 'Games',
  name: 'Monopoly: 3rd Edition',
  brand: 'Hasbro',
  variant: '200 pieces',
  price: 18.99,
  quantity: 1,
  coupon: 'MAYDEALS',
  position: 3,
  url: 'https://www.example.com/product/path',
  image_url: 'https://www.example.com/product/path.jpg',
};
const products = [product, { product_id: '505bd76785ebb509fc183733', sku: '46493-32', price: 3, position: 2 }];
const order = { order_id: '50314b8e9bcf000000000000', affiliation: 'Google Store', shipping: 3, tax: 2, discount: 2.5 };
const costs = { ...order, coupon: 'hasbros', currency: 'USD', revenue: 25, products };
const promotion = { promotion_id: 'promo_1', creative: 'top_banner_2', name: '75% sale', position: 'home_banner_top' };
const step = { checkout_id: '50314b8e9bcf', step: 2, shipping_method: 'Fedex', payment_method: 'Visa' };
const coupon = { order_id: '5031', cart_id: '9239', coupon_id: 'may_deals_2016', coupon_name: 'May Deals 2016' };
const wishlist = { wishlist_id: 'skdj', wishlist_name: 'Loved Games', ...product };
const sharing = { share_via: 'email', share_message: 'Hey, check out this item', recipient: 'friend@example.com' };
const trial = {
  trial_start_date: '2018-08-28T04:09:47Z',
  trial_end_date: '2018-09-20T04:09:47Z',
  trial_plan_name: 'Business',
};

/** The examples that Segment's specifications give: e-commerce version 2, B2B SaaS. */
export const segmentExamples: readonly [string, JsonObject][] = [
  ['Products Searched', { query: 'blue roses' }],
  ['Product List Viewed', { list_id: 'hot_deals_1', category: 'Deals', products }],
  [
    'Product List Filtered',
    {
      list_id: 'todays_deals_may_11_2019',
      filters: [{ type: 'department', value: 'beauty' }],
      sorts: [{ type: 'price', value: 'desc' }],
      products,
    },
  ],
  ['Promotion Viewed', promotion],
  ['Promotion Clicked', promotion],
  ['Product Clicked', product],
  ['Product Viewed', { ...product, currency: 'usd', value: 18.99 }],
  ['Product Added', { cart_id: 'skdjsidjsdkdj29j', ...product }],
  ['Product Removed', { cart_id: 'ksjdjj92dj29', ...product }],
  ['Cart Viewed', { cart_id: 'd92jd29jd92jd29j92d92jd', products }],
  ['Checkout Started', { ...costs, value: 30 }],
  ['Checkout Step Viewed', step],
  ['Checkout Step Completed', step],
  ['Payment Info Entered', { checkout_id: '39f39fj39f3jf93fj9fj39fj3f', order_id: 'dkfsjidfjsdifsdfksdjf' }],
  ['Order Completed', { ...costs, checkout_id: 'fksdjfsdjfisjf9sdfjsd9f', total: 27.5, subtotal: 22.5 }],
  ['Order Updated', { ...costs, total: 27.5 }],
  ['Order Refunded', { order_id: '50314b8e9bcf000000000000', total: 30, currency: 'USD', products }],
  ['Order Cancelled', { ...costs, total: 30 }],
  ['Coupon Entered', coupon],
  ['Coupon Applied', { ...coupon, discount: 23.32 }],
  ['Coupon Denied', { ...coupon, coupon: 'may_deals_2016', reason: 'Coupon expired' }],
  ['Coupon Removed', { ...coupon, discount: 23.32 }],
  ['Product Added to Wishlist', wishlist],
  ['Product Removed from Wishlist', wishlist],
  ['Wishlist Product Added to Cart', { ...wishlist, cart_id: '99j2d92j9dj29dj29d2d' }],
  ['Product Shared', { ...sharing, ...product }],
  ['Cart Shared', { ...sharing, cart_id: 'd92jd29jd92jd29j92d92jd', products }],
  [
    'Product Reviewed',
    { product_id: '507f1f77bcf86cd799439011', review_id: 'kdfj', review_body: 'I love this product', rating: '5' },
  ],
  ['Account Created', { account_name: 'Initech' }],
  ['Account Deleted', { account_name: 'Initech' }],
  [
    'Signed Up',
    {
      type: 'organic',
      first_name: 'Peter',
      last_name: 'Gibbons',
      email: 'pgibbons@example.com',
      phone: '410-555-9412',
      username: 'pgibbons',
      title: 'Mr',
    },
  ],
  ['Signed In', { username: 'pgibbons' }],
  ['Signed Out', { username: 'pgibbons' }],
  [
    'Invite Sent',
    {
      invitee_email: 'pgibbons@example.com',
      invitee_first_name: 'Peter',
      invitee_last_name: 'Gibbons',
      invitee_role: 'Owner',
    },
  ],
  ['Account Added User', { role: 'Owner' }],
  ['Account Removed User', {}],
  ['Trial Started', trial],
  ['Trial Ended', trial],
];
