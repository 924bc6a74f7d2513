/**
 * Makes an element. Texts become text nodes, never markup: whatever a customer is called is shown as it is.
 *
 * @param {string} tag
 * @param {Record<string, string | number | boolean | ((event: Event) => void)>} properties attributes; `on…` are listeners
 * @param {...(Node | string | null)} children
 * @returns {HTMLElement}
 */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === 'function') made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, '');
    else if (value !== false) made.setAttribute(name, String(value));
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** @type {WeakMap<Element, string>} */
const shown = new WeakMap();

/**
 * Shows a value inside a place, and touches nothing if the very same value is shown already. What had the focus keeps it,
 * found again by its `data-key`.
 *
 * @template T
 * @param {string} id of the place
 * @param {T} value
 * @param {(value: T) => (Node | string)[]} render
 */
export function show(id, value, render) {
  const place = document.getElementById(id);
  if (place === null) throw new Error(`Cannot show ${id}: the page has no such place`);
  const text = JSON.stringify(value);
  if (shown.get(place) === text) return;
  shown.set(place, text);
  const focused = place.contains(document.activeElement) ? document.activeElement?.getAttribute('data-key') : null;
  place.replaceChildren(...render(value));
  if (focused) place.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

/**
 * Reads JSON from the server. Throws what the server says when it cannot answer.
 *
 * @param {string} path
 */
export async function read(path) {
  const response = await fetch(path, { signal: AbortSignal.timeout(10_000) });
  const value = await response.json();
  if (!response.ok) throw new Error(value.error);
  return value;
}

/**
 * Opens the dialog with this content.
 *
 * @param {...(Node | string)} content
 */
export function openDetail(...content) {
  document.getElementById('detail-body')?.replaceChildren(...content);
  const dialog = document.getElementById('detail');
  if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
}
