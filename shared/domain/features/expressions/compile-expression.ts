import type { FeatureExpression } from '#domain/features/feature-expression.ts';
import { compileDaysBetween } from './days-between.ts';
import { compileDaysSince } from './days-since.ts';
import { compileDaysUntil } from './days-until.ts';
import { compileDistinct } from './distinct.ts';
import type { CompiledExpression, ExpressionParts } from './expression-parts.ts';
import { compileFunnel } from './funnel.ts';
import { compileGapsSince } from './gaps-since.ts';
import { compileKeyed } from './keyed.ts';
import { compileLatest } from './latest.ts';
import { compileMembers } from './members.ts';
import { compileRatio } from './ratio.ts';
import { compileScore } from './score.ts';
import { compileSessions } from './sessions.ts';
import { compileShareInHours } from './share-in-hours.ts';
import { compileShareOnWeekdays } from './share-on-weekdays.ts';
import { compileShrunkRatio } from './shrunk-ratio.ts';
import { compileTally } from './tally.ts';
import { compileTimes } from './times.ts';
import { compileDifference, compileTotal } from './total.ts';
import { compileTrend } from './trend.ts';
import { compileCount, compileSum, netMoneyExpression } from './whole-life.ts';
import { compileWindow } from './window.ts';

/**
 * Compiles an expression. Throws where it is malformed, or where it could not be kept exactly true, with the reason.
 */
export function compileExpression(expression: FeatureExpression, parts: ExpressionParts): CompiledExpression {
  switch (expression.kind) {
    case 'days since':
      return compileDaysSince(expression, parts);
    case 'days until':
      return compileDaysUntil(expression, parts);
    case 'days between':
      return compileDaysBetween(expression, parts);
    case 'count':
      return compileCount(expression, parts);
    case 'sum':
      return compileSum(expression, parts);
    case 'net money':
      return netMoneyExpression;
    case 'window':
      return compileWindow(expression, parts);
    case 'sessions':
      return compileSessions(expression, parts);
    case 'share on weekdays':
      return compileShareOnWeekdays(expression, parts);
    case 'share in hours':
      return compileShareInHours(expression, parts);
    case 'latest':
      return compileLatest(expression, parts);
    case 'keyed':
      return compileKeyed(expression, parts);
    case 'tally':
      return compileTally(expression, parts);
    case 'distinct':
      return compileDistinct(expression, parts);
    case 'trend':
      return compileTrend(expression, parts);
    case 'gaps since':
      return compileGapsSince(expression, parts);
    case 'funnel':
      return compileFunnel(expression, parts);
    case 'ratio':
      return compileRatio(expression, parts);
    case 'difference':
      return compileDifference(expression, parts);
    case 'total':
      return compileTotal(expression, parts);
    case 'times':
      return compileTimes(expression, parts);
    case 'shrunk ratio':
      return compileShrunkRatio(expression, parts);
    case 'score':
      return compileScore(expression, parts);
    case 'feature':
      return parts.feature(expression.name);
    case 'members':
      return compileMembers(expression, parts);
  }
}
