/** What an execution environment is started with. */
export type EnvironmentStart = {
  /** The absolute path of the module that exports the handler. */
  readonly modulePath: string;
  readonly exportName: string;
  /** A module of the project, as a URL: from there the packages are found that Lambda's runtime brings. */
  readonly projectUrl: string;
  readonly clockMemory: SharedArrayBuffer;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memoryMegabytes: number;
  readonly logGroupName: string;
};

/** Asks an execution environment to run one invocation. */
export type RunMessage = { readonly requestId: string; readonly payload: string; readonly timeoutMs: number };

/** Where a function writes what is to be in its log. */
export type OutputStream = 'stdout' | 'stderr';

/** What an execution environment tells: that it is ready, what the function wrote, or how an invocation ended. */
export type EnvironmentMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'wrote'; readonly stream: OutputStream; readonly text: string }
  | { readonly kind: 'failed-to-start'; readonly payload: string }
  | { readonly kind: 'succeeded'; readonly requestId: string; readonly payload: string }
  | { readonly kind: 'failed'; readonly requestId: string; readonly payload: string };
