import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import * as z from 'zod';
import type { SendReport, SendTask } from './sending.ts';
import { type TrafficRequest, trafficRequests } from './traffic.ts';

// The body of a process of its own: it sends what it is asked to, and reports.

type Answer = { readonly status: number; readonly text: string; readonly requestId: string };

const answerSchema = z.object({ accepted: z.number().default(0), quarantined: z.number().default(0) });

function post({ url, authorization }: SendTask, agent: Agent, body: string): Promise<Answer> {
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    authorization,
  };
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { agent, method: 'POST', headers }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () => {
        const requestId = String(incoming.headers['apigw-requestid'] ?? '');
        resolve({ status: incoming.statusCode ?? 0, text: Buffer.concat(chunks).toString(), requestId });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

const presentMs = () => performance.timeOrigin + performance.now();

async function sendAll(task: SendTask, requests: readonly TrafficRequest[]): Promise<SendReport> {
  const agent = new Agent({ keepAlive: true, maxSockets: task.connections });
  const requestMs: number[] = [];
  const answeredMs = new Map<string, number>();
  const lastAnsweredMs = new Map<string, number>();
  let accepted = 0;
  let quarantined = 0;
  let next = 0;
  let eventsBefore = 0;
  const processorBefore = process.cpuUsage();
  const startedMs = presentMs();

  const sendNext = async (): Promise<void> => {
    const one = requests[next];
    if (one === undefined) return;
    next += 1;
    const dueMs = task.eventsPerSecond === null ? 0 : startedMs + (eventsBefore / task.eventsPerSecond) * 1000;
    eventsBefore += one.customerIds.length;
    if (dueMs > presentMs()) await delay(dueMs - presentMs());
    const sentMs = presentMs();
    const { status, text, requestId } = await post(task, agent, one.body);
    const nowMs = presentMs();
    if (status !== 200) throw new Error(`Cannot send a request: ${status} ${text.slice(0, 200)}`);
    const answer = answerSchema.parse(JSON.parse(text));
    accepted += answer.accepted;
    quarantined += answer.quarantined;
    requestMs.push(nowMs - sentMs);
    answeredMs.set(requestId, nowMs);
    for (const customerId of one.customerIds) lastAnsweredMs.set(customerId, nowMs);
  };
  const sendOn = async (): Promise<void> => {
    while (next < requests.length) await sendNext();
  };

  await Promise.all(Array.from({ length: task.connections }, sendOn));
  const seconds = (presentMs() - startedMs) / 1000;
  const { user, system } = process.cpuUsage(processorBefore);
  agent.destroy();
  return {
    seconds,
    processorSeconds: (user + system) / 1e6,
    accepted,
    quarantined,
    requestMs,
    answeredMs,
    lastAnsweredMs,
  };
}

process.once('message', (task: SendTask) => {
  // The task is typed on both sides. What it throws ends the process with an exit code, which the other side reports.
  void sendAll(task, trafficRequests(task.traffic, Date.now())).then((report) => process.send?.(report));
});
