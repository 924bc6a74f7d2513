import { answerEvents } from './answer-events.ts';
import { answerSettings } from './answer-settings.ts';
import { answerThrottled } from './answer-throttled.ts';
import type { HttpAnswer, HttpCall, IngestDependencies } from './ingest-call.ts';
import { refuse } from './refuse.ts';
import { ingestRoutes } from './routes.ts';

/** Answers one call of the HTTP API; events are answered with 200 only once everything is stored. */
export function createIngestHandler(dependencies: IngestDependencies) {
  const { observer } = dependencies;
  const answer = async (call: HttpCall): Promise<HttpAnswer> => {
    const route = ingestRoutes.get(call.route);
    switch (route?.kind) {
      case 'segment':
      case 'cloud events':
        return answerEvents(dependencies, route, call);
      case 'settings':
        return answerSettings(dependencies, call);
      case 'metrics':
        // Browsers send them unless told otherwise, and try again if refused: taken, and dropped.
        return { status: 200, headers: {}, body: { success: true } };
      case undefined:
        return refuse(observer, { status: 404, message: `Cannot find the route ${call.route}` });
    }
  };
  return (call: HttpCall): Promise<HttpAnswer> => answerThrottled(observer, call.requestId, () => answer(call));
}
