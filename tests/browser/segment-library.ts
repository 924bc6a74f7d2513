import { AnalyticsBrowser } from '@segment/analytics-next';

// As the snippet of a website does: what the page's own code calls.
Object.assign(globalThis, { AnalyticsBrowser });
