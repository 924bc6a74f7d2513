import { type CheckVerdict, countFigure, type Finding, finding, shareOf } from './finding.ts';
import { Examples } from './fold.ts';
import { countText, pluralText, shownText } from './wording.ts';

/** Twin rows above this share of all rows hint at an export that was written twice. */
const twinWarningShare = 0.01;

/** Ids that carry something else the second time lose events; more than this share is a problem. */
const conflictProblemShare = 0.001;

/** What is looked at of one event. */
export type IdentifiedEvent = {
  readonly id: string;
  readonly customerId: string;
  readonly timeMs: number;
  /** Stands for what the event says, its ids and times aside. */
  readonly content: string;
};

/** Sent again, an event may get another time by the correction of clocks, but hardly one that is so far away. */
const sameTimeMs = 3_600_000;

/** What the first event of an id and customer said. */
type First = Pick<IdentifiedEvent, 'timeMs' | 'content'>;

/** What was seen of one id: its first customer, and further ones. */
type Known = First & { readonly customerId: string; others: Map<string, First> | null };

/** Customers of one id that are told apart. */
const maximumCustomersPerId = 1_000;

/**
 * Event ids that come more than once. The events must be taken partition by partition so that all events of one id lie in
 * one partition; only one partition's ids are held at a time, and every count is exact.
 */
export class DuplicateIds {
  #ids = new Map<string, Known>();
  readonly #examples = new Examples();
  #events = 0;
  #repeats = 0;
  #conflicts = 0;
  #shared = 0;
  #twinRows = 0;
  #rows = 0;

  /** Rows that say what an earlier row said: each counts, so they are no duplicates by id. */
  takeRows(rows: number, twins: number): void {
    this.#rows += rows;
    this.#twinRows += twins;
  }

  /** A record that was left out because an earlier one of its customer had its id. */
  takeLeftOut(detail: string): void {
    this.#events += 1;
    this.#repeats += 1;
    this.#examples.add(() => shownText(detail, 200));
  }

  /** Whether this event is the first of its id and customer: only then it counts. */
  take(event: IdentifiedEvent): boolean {
    const { id, customerId, timeMs, content } = event;
    this.#events += 1;
    const known = this.#ids.get(id);
    if (known === undefined) {
      this.#ids.set(id, { customerId, timeMs, content, others: null });
      return true;
    }
    if (known.customerId === customerId) return this.#repeat(event, known);
    known.others ??= new Map();
    const other = known.others.get(customerId);
    if (other !== undefined) return this.#repeat(event, other);
    if (known.others.size < maximumCustomersPerId) known.others.set(customerId, { timeMs, content });
    this.#shared += 1;
    this.#examples.add(
      () => `${shownText(id)} belongs to ${shownText(known.customerId)} and to ${shownText(customerId)}`,
    );
    return true;
  }

  #repeat({ id, customerId, timeMs, content }: IdentifiedEvent, first: First): false {
    this.#repeats += 1;
    const differs = content !== first.content || Math.abs(timeMs - first.timeMs) > sameTimeMs;
    if (differs) this.#conflicts += 1;
    this.#examples.add(
      () => `${shownText(id)} of ${shownText(customerId)} comes again${differs ? ', and says something else' : ''}`,
    );
    return false;
  }

  /** Begins the next partition. */
  nextPartition(): void {
    this.#ids = new Map();
  }

  #verdict(): CheckVerdict {
    if (this.#events === 0 && this.#rows === 0) return 'not applicable';
    if (shareOf(this.#conflicts, this.#events) > conflictProblemShare) return 'problem';
    const isSuspicious = shareOf(this.#twinRows, this.#rows) > twinWarningShare;
    return this.#repeats > 0 || this.#shared > 0 || isSuspicious ? 'warning' : 'ok';
  }

  finding(): Finding {
    const verdict = this.#verdict();
    const parts = [
      this.#repeats === 0
        ? null
        : `${pluralText(this.#repeats, 'event')} repeat an id of their customer and count once`,
      this.#conflicts === 0 ? null : `${countText(this.#conflicts)} of them say something else than the first`,
      this.#shared === 0 ? null : `${pluralText(this.#shared, 'event')} share an id with another customer`,
      this.#twinRows === 0
        ? null
        : `${pluralText(this.#twinRows, 'row')} are exact copies of an earlier one and count each`,
    ].filter((part) => part !== null);
    const reason = `${countText(this.#conflicts)} events carry the id of another event and would be lost`;
    const advice =
      this.#repeats + this.#shared > 0
        ? 'Give every event an id of its own and send it again under the same id only when it is the same event.'
        : 'See whether the export wrote rows twice; if it did, remove the copies, for each counts as an event.';
    return finding({
      check: 'duplicate-ids',
      title: 'Duplicates',
      verdict,
      summary: parts.length === 0 ? 'no id comes twice' : parts.join('; '),
      figures: [
        countFigure('repeated events', this.#repeats),
        countFigure('repeated with other content', this.#conflicts),
        countFigure('ids shared between customers', this.#shared),
        countFigure('rows that copy an earlier one', this.#twinRows),
      ],
      examples: this.#examples.texts,
      advice: verdict === 'ok' || verdict === 'not applicable' ? 'Nothing to do.' : advice,
      blocks: verdict === 'problem' ? [{ use: 'churn model', reason }] : [],
    });
  }
}
