import { registerHooks } from 'node:module';

const providedByRuntime = /^(@aws-sdk|@smithy)\//;

/**
 * Lets bundles import the AWS SDK wherever the cloud assembly lies: the Lambda runtime brings it, and here the project's
 * own installation, found from the module at `projectUrl`, stands for it when the bundle has none nearby.
 */
export const provideRuntimeModules = (projectUrl: string): void => {
  registerHooks({
    resolve: (specifier, context, nextResolve) => {
      if (!providedByRuntime.test(specifier)) return nextResolve(specifier, context);
      try {
        return nextResolve(specifier, context);
      } catch {
        // Not beside the bundle; what is wrong with the project's own is worth its error.
        return nextResolve(specifier, { ...context, parentURL: projectUrl });
      }
    },
  });
};
