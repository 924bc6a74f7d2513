import * as z from 'zod';
import { defineResourceType } from './resource-type.ts';

/** AWS::ApiGatewayV2::Route, without an authorizer. */
export const httpApiRoute = defineResourceType({
  type: 'AWS::ApiGatewayV2::Route',
  honoured: {
    ApiId: z.string(),
    RouteKey: z.string(),
    Target: z.string().startsWith('integrations/'),
    AuthorizationType: z.literal('NONE').default('NONE'),
  },
  withoutLocalEffect: { OperationName: 'no effect anywhere', ApiKeyRequired: 'HTTP APIs know no API keys' },
  create: ({ RouteKey, Target }, { logicalId }, { api }) => {
    api.declareRoute(RouteKey, Target.slice('integrations/'.length));
    return { reference: logicalId, attributes: { RouteId: logicalId } };
  },
});
