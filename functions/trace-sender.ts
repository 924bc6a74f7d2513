import { createSocket, type Socket } from 'node:dgram';

/** What Lambda's daemon expects before each document. Source: AWS X-Ray developer guide, "Sending segment documents to the X-Ray daemon". */
const protocol = '{"format":"json","version":1}\n';

/** Sends documents to the daemon. A trace is worth a datagram, and never a failure: what does not arrive is missing, no more. */
export type TraceSender = {
  readonly send: (document: object) => void;
  /** Waits until what was sent has left the process, which Lambda may freeze thereafter. */
  readonly flush: () => Promise<void>;
};

/** Makes the sender of a function to `127.0.0.1:2000` or `udp:127.0.0.1:2000 tcp:…`; null where that names no daemon. */
export function createTraceSender(daemonAddress: string | undefined): TraceSender | null {
  const found = /(?:^|udp:|\s)([^\s:]+):(\d+)/.exec(daemonAddress ?? '');
  if (found === null) return null;
  const [, host, port] = found;
  let socket: Socket | null = null;
  const underWay = new Set<Promise<void>>();
  return {
    send(document) {
      // One for each invocation: a socket does not outlive the freezing of its process for sure.
      const open = socket ?? createSocket('udp4').unref();
      // Without a listener, an error of the socket would end the process.
      if (socket === null) open.on('error', () => undefined);
      socket = open;
      const sent = new Promise<void>((resolve) => {
        open.send(protocol + JSON.stringify(document), Number(port), host, () => resolve());
      });
      underWay.add(sent);
      void sent.then(() => underWay.delete(sent));
    },
    async flush() {
      await Promise.all(underWay);
      socket?.close();
      socket = null;
    },
  };
}
