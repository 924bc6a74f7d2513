import type { ErrorLog } from './events/delivery.ts';
import type { CorsConfiguration } from './http/cors.ts';
import { type HttpApiRoute, startHttpApi } from './http/http-api.ts';
import type { RunningServer } from './http/listen.ts';
import type { ThrottlingLimits } from './http/token-bucket.ts';
import type { FunctionEngine } from './lambda/function-engine.ts';

/** An integration of the HTTP API with a function. */
export type ApiIntegration = { readonly functionArn: string; readonly timeoutMs: number };

export type ApiStage = {
  readonly stageName: string;
  readonly everyRoute: ThrottlingLimits | null;
  readonly byRoute: Readonly<Record<string, ThrottlingLimits>>;
};

/** The parts of the HTTP API, put together from its resources and served when all of them are known. */
export type ApiAssembly = {
  /** Where the API will answer, without a slash at the end. */
  readonly url: string;
  /** @throws Error when there is an API already: one is served here. */
  readonly declareApi: (apiId: string, cors: CorsConfiguration | null) => void;
  readonly declareIntegration: (integrationId: string, integration: ApiIntegration) => void;
  readonly declareRoute: (routeKey: string, integrationId: string) => void;
  readonly declareStage: (stage: ApiStage) => void;
  /** The identifier of the API; null when the templates have none. */
  readonly apiId: () => string | null;
  /** Serves the API, if there is one. @throws Error when its port is in use. */
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

export type ApiAssemblyOptions = {
  readonly port: number;
  readonly accountId: string;
  readonly functions: FunctionEngine;
  readonly nowMs: () => number;
  readonly log: ErrorLog;
};

/** Makes an empty assembly. */
export const createApiAssembly = ({ port, accountId, functions, nowMs, log }: ApiAssemblyOptions): ApiAssembly => {
  const integrations = new Map<string, ApiIntegration>();
  const routes: { readonly routeKey: string; readonly integrationId: string }[] = [];
  let declared: { readonly apiId: string; readonly cors: CorsConfiguration | null } | undefined;
  let stage: ApiStage | undefined;
  let server: RunningServer | undefined;

  const invoke = async (functionArn: string, event: unknown): Promise<unknown> => {
    const target = functions.functionByArn(functionArn);
    if (target === undefined) throw new Error(`Cannot answer a request: there is no function ${functionArn}`);
    const outcome = await target.invoke(JSON.stringify(event));
    if (!outcome.ok) throw new Error(`${target.name} failed: ${outcome.payload}`);
    return JSON.parse(outcome.payload);
  };

  const routeOf = ({ routeKey, integrationId }: (typeof routes)[number]): HttpApiRoute => {
    const integration = integrations.get(integrationId);
    if (integration === undefined)
      throw new Error(`Cannot serve the route ${routeKey}: no integration ${integrationId}`);
    return { routeKey, ...integration };
  };

  const start = async (): Promise<void> => {
    if (declared === undefined) return;
    if (stage === undefined) throw new Error(`Cannot serve the HTTP API ${declared.apiId}: it has no stage`);
    const { stageName, everyRoute, byRoute } = stage;
    server = await startHttpApi({
      ...declared,
      stageName,
      accountId,
      routes: routes.map(routeOf),
      throttling: { everyRoute, byRoute },
      invoke,
      nowMs,
      log,
      port,
    });
  };

  return {
    url: `http://127.0.0.1:${port}`,
    declareApi: (apiId, cors) => {
      if (declared !== undefined) throw new Error(`the HTTP API ${declared.apiId} is there already, and one is served`);
      declared = { apiId, cors };
    },
    declareIntegration: (integrationId, integration) => {
      integrations.set(integrationId, integration);
    },
    declareRoute: (routeKey, integrationId) => {
      routes.push({ routeKey, integrationId });
    },
    declareStage: (next) => {
      if (stage !== undefined) throw new Error(`the stage ${stage.stageName} is there already, and one is served`);
      stage = next;
    },
    apiId: () => declared?.apiId ?? null,
    start,
    stop: async () => server?.stop(),
  };
};
