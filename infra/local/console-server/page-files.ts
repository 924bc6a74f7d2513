import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectDirectory } from '#infra/project-directory.ts';
import { type Answer, pagePolicy } from './answer.ts';

const html = 'text/html; charset=utf-8';
const css = 'text/css; charset=utf-8';
const script = 'text/javascript; charset=utf-8';
const svg = 'image/svg+xml';

/** All files of the page. What is not listed is not served, so that no path can lead elsewhere. */
const files = [
  { path: '/', file: 'index.html', contentType: html },
  { path: '/console.css', file: 'console.css', contentType: css },
  { path: '/content.css', file: 'content.css', contentType: css },
  { path: '/detail.css', file: 'detail.css', contentType: css },
  { path: '/icon.svg', file: 'icon.svg', contentType: svg },
  { path: '/console.js', file: 'console.js', contentType: script },
  { path: '/element.js', file: 'element.js', contentType: script },
  { path: '/words.js', file: 'words.js', contentType: script },
  { path: '/overview.js', file: 'overview.js', contentType: script },
  { path: '/inbox.js', file: 'inbox.js', contentType: script },
  { path: '/mailbox.js', file: 'mailbox.js', contentType: script },
  { path: '/customer.js', file: 'customer.js', contentType: script },
] as const;

/** Reads the page's files once. Throws, naming it, if one is missing. */
export async function readPageFiles(): Promise<ReadonlyMap<string, Answer>> {
  const entries = files.map(async ({ path, file, contentType }): Promise<[string, Answer]> => {
    const body = await readFile(join(projectDirectory, 'console', file), 'utf8');
    return [path, { status: 200, contentType, body, contentSecurityPolicy: pagePolicy }];
  });
  return new Map(await Promise.all(entries));
}
