import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as z from 'zod';

const root = join(import.meta.dirname, '../../..');

const reportSchema = z.object({
  diagnostics: z.array(z.object({ message: z.string(), location: z.object({ path: z.string() }) })),
});

function runLinter(directory: string): Promise<string> {
  const linter = join(root, 'node_modules/@biomejs/biome/bin/biome');
  // The directory is no repository: only the rules are of interest, not which files are ignored.
  const settings = ['--vcs-enabled=false', '--reporter=json', '--max-diagnostics=none'];
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [linter, 'lint', ...settings, '.'],
      { cwd: directory, maxBuffer: 2 ** 26 },
      (error, stdout, stderr) => {
        if (stdout.startsWith('{')) resolve(stdout);
        else reject(new Error(`Cannot lint the planted files: ${stderr}`, { cause: error }));
      },
    );
  });
}

/**
 * Plants files in an empty tree under this project's lint rules, and lints them in one go. Returns what was said about
 * each, by path.
 */
export async function lintPlanted(files: ReadonlyMap<string, string>): Promise<Map<string, string[]>> {
  const directory = await mkdtemp(join(tmpdir(), 'holdfast-lint-'));
  try {
    await cp(join(root, 'biome.json'), join(directory, 'biome.json'));
    await cp(join(root, 'infra/lint'), join(directory, 'infra/lint'), { recursive: true });
    for (const [path, content] of files) {
      await mkdir(dirname(join(directory, path)), { recursive: true });
      await writeFile(join(directory, path), content);
    }
    const { diagnostics } = reportSchema.parse(JSON.parse(await runLinter(directory)));
    const said = new Map([...files.keys()].map((path): [string, string[]] => [path, []]));
    for (const { message, location } of diagnostics) said.get(location.path)?.push(message);
    return said;
  } finally {
    await rm(directory, { recursive: true });
  }
}
