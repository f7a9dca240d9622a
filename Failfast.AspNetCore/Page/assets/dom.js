// Makes elements. Text goes in as text, never as markup: names, reasons and errors are chosen by anybody.

/** el('p', { class: 'note', onclick: f }, 'text', child) */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  set(element, properties);
  element.append(...children.filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

export function svg(tag, properties = {}, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  set(element, properties);
  element.append(...children);
  return element;
}

/** Sets the text only if it differs, so that nothing is read aloud twice and no selection is lost. */
export function text(element, value) {
  const wanted = String(value ?? '');
  if (element.textContent !== wanted) element.textContent = wanted;
}

export function attribute(element, name, value) {
  if (value === null || value === undefined || value === false) element.removeAttribute(name);
  else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value);
}

/** Makes the children of a parent those of the keys, in order; an element is kept for as long as its key is. */
export function keyed(parent, items, keyOf, make, update) {
  const known = parent.keyedElements ??= new Map();
  const keys = distinct(items.map(keyOf));
  const wanted = new Set(keys);
  for (const [key, element] of known) {
    if (wanted.has(key)) continue;
    element.remove();
    known.delete(key);
  }
  items.forEach((item, index) => {
    let element = known.get(keys[index]);
    if (!element) known.set(keys[index], element = make(item));
    update(element, item);
    if (parent.children[index] !== element) parent.insertBefore(element, parent.children[index] ?? null);
  });
}

// Two hosts may have the same name.
function distinct(keys) {
  const times = new Map();
  return keys.map(key => {
    const time = times.get(key) ?? 0;
    times.set(key, time + 1);
    return time === 0 ? key : `${key} (${time})`;
  });
}

function set(element, properties) {
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else attribute(element, name, value === true ? '' : value);
  }
}
