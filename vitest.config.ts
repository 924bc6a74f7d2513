import { defineConfig } from 'vitest/config';

const project = (name: string, testTimeoutSeconds: number) => ({
  test: { name, include: [`tests/${name}/**/*.test.ts`], testTimeout: testTimeoutSeconds * 1000, hookTimeout: 120_000 },
});

export default defineConfig({
  test: {
    projects: [
      project('unit', 20),
      project('contract', 60),
      project('simulation', 240),
      project('infra', 120),
      project('flow', 300),
      project('browser', 120),
    ],
  },
});
