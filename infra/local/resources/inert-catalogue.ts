import { physicalName } from './physical-name.ts';
import { defineInertResourceType, type Identify, type ResourceType } from './resource-type.ts';

const noAthena = 'there is no Athena to read with it; the objects that it describes are there';

/** Glue knows databases and tables by the name inside their description. */
const namedInside =
  (input: 'DatabaseInput' | 'TableInput'): Identify =>
  (resource) => {
    const described = resource.properties[input];
    const name =
      typeof described === 'object' && described !== null && 'Name' in described ? described.Name : undefined;
    return { reference: typeof name === 'string' ? name : physicalName(resource, 255), attributes: {} };
  };

/** What describes data for others to read: accepted, and without effect on this machine. */
export const inertCatalogue: readonly ResourceType[] = [
  defineInertResourceType({
    type: 'AWS::Glue::Database',
    reason: noAthena,
    propertyNames: ['CatalogId', 'DatabaseInput', 'DatabaseName'],
    identify: namedInside('DatabaseInput'),
  }),
  defineInertResourceType({
    type: 'AWS::Glue::Table',
    reason: noAthena,
    propertyNames: ['CatalogId', 'DatabaseName', 'Name', 'OpenTableFormatInput', 'TableInput'],
    identify: namedInside('TableInput'),
  }),
];
