import { Annotations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { defaultStackPrefix } from './deployment-names.ts';
import type { DeploymentSettings } from './deployment-settings.ts';

/** Domains that nobody can own, hence nobody can verify. Source: RFC 2606, "Reserved Top Level DNS Names". */
const reservedDomain = /[@.]example(\.(com|net|org))?$/i;

/** Says at synthesis what cannot work or is dangerous in these settings, without standing in the way. */
export function warnAboutSettings(scope: Construct, settings: DeploymentSettings): void {
  const { senderAddress, ephemeral, stackPrefix } = settings;
  const annotations = Annotations.of(scope);
  if (!ephemeral && reservedDomain.test(senderAddress)) {
    annotations.addWarningV2(
      'holdfast:senderAddress',
      `No e-mail will reach anybody: senderAddress is ${senderAddress}, whose domain nobody can verify in SES. ` +
        'Edit senderAddress in cdk.json and deploy again.',
    );
  }
  if (ephemeral && stackPrefix === defaultStackPrefix) {
    annotations.addWarningV2(
      'holdfast:ephemeral',
      `ephemeral takes the protection off the data of the stacks ${defaultStackPrefix}…, if there are any in this account ` +
        'already. Pass -c stackPrefix=Trial for a throw-away deployment beside them.',
    );
  }
}
