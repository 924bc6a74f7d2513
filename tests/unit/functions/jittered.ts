/**
 * The same port, each of whose calls takes some turns of the event loop's microtasks before it happens and after: so what runs
 * beside each other meets in other orders.
 */
export function jittered<Port extends object>(port: Port, below: (bound: number) => number): Port {
  const wait = async () => {
    for (let turns = below(8); turns > 0; turns -= 1) await Promise.resolve();
  };
  return new Proxy(port, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      return async (...given: unknown[]) => {
        await wait();
        const result: unknown = await Reflect.apply(method, target, given);
        await wait();
        return result;
      };
    },
  });
}
