import type { ProfileWakesMessage } from '#contracts/queue-message.ts';
import type { PopulationNeeds } from '#domain/population/population-needs.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import type { Clock } from '#ports/clock.ts';
import type { FlowReader } from '#ports/flow-store.ts';
import type { MessageQueue } from '#ports/message-queue.ts';
import type { NoticePublisher } from '#ports/notice-publisher.ts';
import type { Observer } from '#ports/observer.ts';
import type { PopulationStore } from '#ports/population-store.ts';
import type { ProfileScan } from '#ports/profile-scan.ts';
import type { SegmentSizeStore } from '#ports/segment-size-store.ts';
import type { SurveyProgressStore } from '#ports/survey-progress-store.ts';
import type { PopulationLookup } from '../population-cache.ts';

/** What a survey needs. */
export type SurveyHandlerDependencies = {
  readonly definitions: RetentionDefinitions;
  readonly scan: ProfileScan;
  readonly populations: Pick<PopulationStore, 'at' | 'from' | 'put'>;
  readonly sizes: Pick<SegmentSizeStore, 'put' | 'list'>;
  readonly flows: FlowReader;
  /** The bus, for segments whose size is unusual. */
  readonly notices: NoticePublisher;
  readonly progress: SurveyProgressStore;
  /** The event queue, for those who must be judged again. */
  readonly profileQueue: MessageQueue<ProfileWakesMessage>;
  readonly clock: Clock;
  /** Real milliseconds since whenever; it never jumps. */
  readonly stopwatch: () => number;
  readonly pause: (milliseconds: number) => Promise<void>;
  /** From the beginning of one survey to that of the next. */
  readonly everyMs: number;
  /** How long one call may work, in real milliseconds; what is left waits for the next one. */
  readonly mostElapsedMs: number;
  readonly observer: Observer;
};

/** The same, with what a survey looks up once. */
export type SurveyDependencies = SurveyHandlerDependencies & {
  readonly needs: PopulationNeeds;
  readonly effective: PopulationLookup;
};
