import { createHash } from 'node:crypto';
import * as z from 'zod';
import { flag, wholeNumber } from './property-schemas.ts';
import { defineResourceType } from './resource-type.ts';

/** AWS::ApiGatewayV2::Api, an HTTP API. */
export const httpApi = defineResourceType({
  type: 'AWS::ApiGatewayV2::Api',
  honoured: {
    ProtocolType: z.literal('HTTP'),
    CorsConfiguration: z
      .strictObject({
        AllowCredentials: flag.default(false),
        AllowHeaders: z.array(z.string()).default([]),
        AllowMethods: z.array(z.string()).default([]),
        AllowOrigins: z.array(z.string()).default([]),
        ExposeHeaders: z.array(z.string()).default([]),
        MaxAge: wholeNumber(-1, 86_400).optional(),
      })
      .optional(),
  },
  withoutLocalEffect: {
    Name: 'no effect anywhere',
    Description: 'no effect anywhere',
    DisableExecuteApiEndpoint: 'the address on this machine always answers',
    IpAddressType: 'it answers at 127.0.0.1',
    Tags: 'no effect anywhere',
  },
  create: ({ CorsConfiguration: cors }, resource, { api }) => {
    const apiId = createHash('sha256').update(`${resource.stackName}/${resource.logicalId}`).digest('hex').slice(0, 10);
    api.declareApi(
      apiId,
      cors === undefined
        ? null
        : {
            allowCredentials: cors.AllowCredentials,
            allowHeaders: cors.AllowHeaders,
            allowMethods: cors.AllowMethods,
            allowOrigins: cors.AllowOrigins,
            exposeHeaders: cors.ExposeHeaders,
            maxAgeSeconds: cors.MaxAge ?? null,
          },
    );
    return { reference: apiId, attributes: { ApiEndpoint: api.url, ApiId: apiId } };
  },
});
