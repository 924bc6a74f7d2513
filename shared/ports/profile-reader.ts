import type { ProfileRecord } from '#contracts/profile-record.ts';
import type { Page } from './ledger.ts';

/** Reads all profiles of a tenant, page by page, in no particular order; for people and training, not for the live path. */
export interface ProfileReader {
  profiles(tenant: string, page: { limit: number; next: string | null }): Promise<Page<ProfileRecord>>;
}
