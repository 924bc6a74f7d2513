import { describe, expect, test } from 'vitest';
import { readStartArguments } from '#infra/local/demo/start-arguments.ts';

describe('readStartArguments', () => {
  test('readStartArguments has a default for everything', () => {
    expect(readStartArguments([])).toEqual({
      once: false,
      json: false,
      help: false,
      dataDirectory: null,
      port: 4600,
      apiPort: 4601,
      customers: 3000,
      seed: 'holdfast',
      hoursPerSecond: 1,
      hasDemo: true,
    });
  });

  test('readStartArguments takes any free port, and a smaller population, for --once', () => {
    expect(readStartArguments(['--once', '--json'])).toMatchObject({ once: true, port: 0, apiPort: 0, customers: 300 });
    expect(readStartArguments(['--once', '--customers', '50'])).toMatchObject({ customers: 50 });
  });

  test.each([
    [['--prot', '80'], /Cannot start: Unknown option '--prot'/],
    [['--port', 'many'], /--port must be a whole number, got "many"/],
    [['--port', '70000'], /--port must be at most 65535/],
    [['--customers', '0'], /--customers must be at least 1/],
    [['--speed', '0'], /--speed must be more than 0/],
    [['--json'], /--json needs --once/],
    [['--once', '--no-demo'], /--no-demo leaves it out/],
    [['--once', '--data', 'x'], /--data goes on/],
  ])('readStartArguments refuses %j and says why', (given, message) => {
    expect(() => readStartArguments(given)).toThrow(message);
  });
});
