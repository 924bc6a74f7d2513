/** What the names of a template stand for while it is stood up. Each lookup gives undefined for what it does not know. */
export type TemplateScope = {
  /** A parameter, a pseudo parameter, or the reference of a resource. */
  readonly reference: (name: string) => unknown;
  readonly attribute: (logicalId: string, attribute: string) => unknown;
  /** The value of another stack's export. */
  readonly importedValue: (exportName: string) => unknown;
  readonly mappings: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly conditions: Readonly<Record<string, unknown>>;
};

/** What `{ "Ref": "AWS::NoValue" }` gives: the property or the element that holds it is left out. */
export const noValue: unique symbol = Symbol('AWS::NoValue');
