/** A template that cannot be stood up. The message names the stack or the resource, and the path. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}
