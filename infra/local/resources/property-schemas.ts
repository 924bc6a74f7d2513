import * as z from 'zod';

/** CloudFormation carries whole numbers as numbers or as texts. */
export const wholeNumber = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

/** CloudFormation carries booleans as booleans or as texts. */
export const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);
