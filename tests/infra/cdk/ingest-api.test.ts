import { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { ingestRoutes } from '#functions/ingest/routes.ts';
import { resourcesOfType, type SynthesizedApp, synthesizeWithPlaceholders } from './synthesized-app.ts';

let app: SynthesizedApp;
let template: Template;
beforeAll(async () => {
  app = await synthesizeWithPlaceholders({ logLevel: 'DEBUG', senderAddress: 'care@shop.example' });
  template = Template.fromJSON(JSON.parse(app.texts[1] ?? ''));
});

describe('IngestApi', () => {
  test('IngestApi answers what the ingest function does: the calls of the Segment specification, CloudEvents, settings', () => {
    const routes = [...resourcesOfType(app.stateless, 'AWS::ApiGatewayV2::Route').values()];
    const calls = ['alias', 'batch', 'group', 'identify', 'page', 'screen', 'track'];
    const keys = routes.map(({ Properties }) => Properties['RouteKey']);
    expect(keys.sort()).toEqual(
      [
        ...calls.flatMap((name) => [`POST /v1/${name}`, `POST /v1/${name[0]}`, `POST /${name[0]}`]),
        ...['POST /v1/events', 'GET /v1/projects/{writeKey}/settings', 'POST /v1/m', 'POST /m'],
      ].sort(),
    );
    expect(keys).toEqual([...ingestRoutes.keys()].sort());
    template.hasResourceProperties('AWS::ApiGatewayV2::Integration', { PayloadFormatVersion: '2.0' });
    expect(Object.keys(app.stateless.Outputs)).toEqual(['ApiUrl']);
  });

  test('IngestApi lets websites send, with their keys, and read when to come again', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Api', {
      CorsConfiguration: {
        AllowOrigins: ['*'],
        AllowMethods: ['GET', 'POST'],
        AllowHeaders: ['authorization', '*'],
        ExposeHeaders: ['retry-after'],
        MaxAge: 86_400,
      },
    });
  });

  test('IngestApi throttles its only stage and logs every request as JSON', () => {
    template.resourceCountIs('AWS::ApiGatewayV2::Stage', 1);
    template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      DefaultRouteSettings: { ThrottlingBurstLimit: 2000, ThrottlingRateLimit: 1000 },
    });
    const [stage] = resourcesOfType(app.stateless, 'AWS::ApiGatewayV2::Stage').values();
    const { Format } = z.object({ Format: z.string() }).parse(stage?.Properties['AccessLogSettings']);
    expect(JSON.parse(Format)).toMatchObject({ status: '$context.status', route: '$context.routeKey' });
  });
});
