import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  CorsHttpMethod,
  type CorsPreflightOptions,
  HttpApi,
  HttpMethod,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { ingestRoutes } from '#functions/ingest/routes.ts';
import { BusinessAlarm } from './business-alarm.ts';
import type { HoldfastFunction } from './holdfast-function.ts';

/**
 * Any website may send: the write key says whose events they are. Browsers may send whatever headers their library is told to,
 * but `*` does not stand for `authorization` (Fetch standard, "CORS protocol and HTTP caches"), and may read when to come again.
 */
const corsPreflight: CorsPreflightOptions = {
  allowOrigins: ['*'],
  allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.POST],
  allowHeaders: ['authorization', '*'],
  exposeHeaders: ['retry-after'],
  maxAge: Duration.days(1),
};

/** `POST /v1/batch` → method and path. */
function readRouteKey(routeKey: string): { path: string; methods: HttpMethod[] } {
  const [method = '', path = ''] = routeKey.split(' ');
  if (method === 'GET') return { path, methods: [HttpMethod.GET] };
  if (method === 'POST') return { path, methods: [HttpMethod.POST] };
  throw new Error(`Cannot declare the route ${routeKey}: only GET and POST are allowed to browsers`);
}

export interface IngestApiProps {
  readonly handler: HoldfastFunction;
  readonly alarmTopic: ITopic;
}

/** The HTTP API that product services and websites send events to: throttled as a whole, every request in an access log. */
export class IngestApi extends Construct {
  readonly api: HttpApi;

  constructor(scope: Construct, id: string, props: IngestApiProps) {
    super(scope, id);
    this.api = new HttpApi(this, 'Api', {
      description: 'Holdfast takes events as the Segment tracking specification has them, and CloudEvents',
      createDefaultStage: false,
      corsPreflight,
    });
    const integration = new HttpLambdaIntegration('Ingest', props.handler.function, { scopePermissionToRoute: false });
    for (const routeKey of ingestRoutes.keys()) {
      for (const route of this.api.addRoutes({ ...readRouteKey(routeKey), integration })) {
        Validations.of(route).acknowledge({
          id: 'AwsSolutions-APIG4',
          reason:
            'The function itself authenticates the write key of each request, as the Segment specification has it.',
        });
      }
    }
    this.addStage();
    new BusinessAlarm(this, 'ServerErrors', {
      metric: this.api.metricServerError({ statistic: 'Sum' }),
      threshold: 0,
      period: Duration.minutes(1),
      periods: 3,
      alarmsWhen: 'above',
      failureMeans:
        'Product services are refused for three minutes on end: events that they do not send again are lost, and customers ' +
        'look more absent than they are. Look at the access log for the status, then at the log of ingest.',
      alarmTopic: props.alarmTopic,
    });
  }

  private addStage(): void {
    const accessLog = new LogGroup(this, 'AccessLog', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: 1000, burstLimit: 2000 },
      accessLogSettings: {
        destination: new LogGroupLogDestination(accessLog),
        format: AccessLogFormat.custom(
          JSON.stringify({
            requestId: '$context.requestId',
            requestTime: '$context.requestTime',
            route: '$context.routeKey',
            status: '$context.status',
            protocol: '$context.protocol',
            requestBytes: '$context.requestLength',
            responseBytes: '$context.responseLength',
            sourceAddress: '$context.identity.sourceIp',
            elapsedMs: '$context.responseLatency',
            integrationElapsedMs: '$context.integrationLatency',
            integrationError: '$context.integrationErrorMessage',
          }),
        ),
      },
    });
  }
}
