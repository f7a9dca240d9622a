// Asks the API. Its address is relative: the page can be served anywhere.

const root = 'api';
// A name that a browser takes for a folder, or that is something else there, has a sign before it.
const special = /^(\.{1,2}|stream)$/i;

export class ApiError extends Error {
  constructor(status, title, detail) {
    super(detail ?? title);
    this.status = status;
    this.title = title;
  }
}

const path = name => `${root}/breakers/${special.test(name) ? '~' : ''}${encodeURIComponent(name)}`;

export const list = (query, signal) => send('GET', `${root}/breakers?${new URLSearchParams(query)}`, { signal });
export const get = name => send('GET', path(name));
export const command = (name, action, said) => send('POST', `${path(name)}/${action}`, { body: said });
export const configure = (name, settings, etag) => send('PUT', `${path(name)}/settings`, { body: settings, etag });
export const unconfigure = (name, etag) => send('DELETE', `${path(name)}/settings`, { etag });
export const session = () => send('GET', `${root}/session`);
export const signIn = key => send('POST', `${root}/session`, { body: { key } });
export const signOut = () => send('DELETE', `${root}/session`);
export const listStream = prefix => `${root}/breakers/stream${prefix ? `?${new URLSearchParams({ prefix })}` : ''}`;
export const breakerStream = name => `${path(name)}/stream`;

async function send(method, url, { body, etag, signal } = {}) {
  const headers = { Accept: 'application/json' };
  if (method !== 'GET') headers['X-Failfast'] = '1';
  if (body) headers['Content-Type'] = 'application/json';
  if (etag) headers['If-Match'] = etag;
  let response;
  try {
    response = await fetch(url, { method, headers, signal, body: body && JSON.stringify(body), credentials: 'same-origin', redirect: 'error' });
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new ApiError(0, 'No answer', 'The server does not answer. Trying again.');
  }
  if (response.status === 204) return null;
  const answer = await response.json().catch(() => null);
  if (response.ok) return answer;
  throw new ApiError(response.status, answer?.title ?? 'It did not work', answer?.detail ?? `The server answered ${response.status}.`);
}
