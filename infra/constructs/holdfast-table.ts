import { RemovalPolicy } from 'aws-cdk-lib';
import { type Attribute, BillingMode, StreamViewType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';

export interface HoldfastTableProps {
  readonly partitionKey: Attribute;
  /** No attribute for a table of single items. */
  readonly sortKey: Attribute | 'none';
  /** Whether each change is put on the table's stream, as the item is after it. */
  readonly stream: 'new-image' | 'none';
  /** True for a throw-away deployment: no protection, and the data goes with the stack. */
  readonly ephemeral: boolean;
}

/** A table that bills by request, can be restored to any second of the last 35 days, forgets by `expiresAt`, and is protected. */
export class HoldfastTable extends Table {
  constructor(scope: Construct, id: string, props: HoldfastTableProps) {
    super(scope, id, {
      partitionKey: props.partitionKey,
      ...(props.sortKey === 'none' ? {} : { sortKey: props.sortKey }),
      ...(props.stream === 'none' ? {} : { stream: StreamViewType.NEW_IMAGE }),
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.AWS_MANAGED,
      timeToLiveAttribute: 'expiresAt',
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: !props.ephemeral,
      removalPolicy: props.ephemeral ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    });
  }
}
