import * as z from 'zod';
import { defineResourceType } from './resource-type.ts';

const routeSettings = z
  .strictObject({
    ThrottlingBurstLimit: z.coerce.number().positive().optional(),
    ThrottlingRateLimit: z.coerce.number().positive().optional(),
    // There is no CloudWatch.
    DetailedMetricsEnabled: z.unknown().optional(),
  })
  .transform(({ ThrottlingBurstLimit: burst, ThrottlingRateLimit: rate }) =>
    burst === undefined || rate === undefined ? null : { burst, ratePerSecond: rate },
  );

/** AWS::ApiGatewayV2::Stage: its name and its throttling. */
export const httpApiStage = defineResourceType({
  type: 'AWS::ApiGatewayV2::Stage',
  honoured: {
    ApiId: z.string(),
    StageName: z.string(),
    DefaultRouteSettings: routeSettings.optional(),
    RouteSettings: z.record(z.string(), routeSettings).default({}),
  },
  withoutLocalEffect: {
    AccessLogSettings: 'there is no access log here',
    AutoDeploy: 'every change is there at the next start',
    Description: 'no effect anywhere',
    Tags: 'no effect anywhere',
  },
  create: ({ StageName, DefaultRouteSettings, RouteSettings }, _resource, { api }) => {
    const limited = Object.entries(RouteSettings).flatMap(([routeKey, limits]) =>
      limits === null ? [] : [[routeKey, limits] as const],
    );
    api.declareStage({
      stageName: StageName,
      everyRoute: DefaultRouteSettings ?? null,
      byRoute: Object.fromEntries(limited),
    });
    return { reference: StageName, attributes: {} };
  },
});
