import * as z from 'zod';
import { findFunction } from './lookups.ts';
import { wholeNumber } from './property-schemas.ts';
import { defineResourceType, resourceError } from './resource-type.ts';

/** AWS::ApiGatewayV2::Integration, a Lambda proxy of payload format 2.0. */
export const httpApiIntegration = defineResourceType({
  type: 'AWS::ApiGatewayV2::Integration',
  honoured: {
    ApiId: z.string(),
    IntegrationType: z.literal('AWS_PROXY'),
    IntegrationUri: z.string(),
    PayloadFormatVersion: z.literal('2.0'),
    TimeoutInMillis: wholeNumber(50, 30_000).default(30_000),
  },
  withoutLocalEffect: {
    Description: 'no effect anywhere',
    IntegrationMethod: 'functions are always called with POST',
    ConnectionType: 'there is no network between',
    CredentialsArn: 'rights are not checked',
  },
  create: ({ IntegrationUri, TimeoutInMillis }, resource, account) => {
    const target = findFunction(IntegrationUri, account);
    if (target === undefined) throw resourceError(resource, `property IntegrationUri: no function ${IntegrationUri}`);
    account.api.declareIntegration(resource.logicalId, { functionArn: target.arn, timeoutMs: TimeoutInMillis });
    return { reference: resource.logicalId, attributes: { IntegrationId: resource.logicalId } };
  },
});
