/**
 * What one row or line comes to before it meets the others: a text to set aside for its customer, or why it is left
 * out. `refused`: a rule leaves it out. `bad`: it cannot be understood.
 */
export type Taken =
  | { readonly kind: 'kept'; readonly customerId: string; readonly text: string; readonly line: number }
  | {
      readonly kind: 'refused' | 'bad';
      readonly reason: string;
      readonly detail: string;
      readonly line: number;
    };
