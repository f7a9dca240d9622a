// A stream of events that comes back by itself, whatever ends it: a silo's restart, a network that is gone, a server that is frozen.

const silence = 12_000;
const pauses = [500, 1_000, 2_000, 5_000];

/** Calls on(type, data) for each event, and onLink(isUp) when the connection comes or goes. Returns a function that ends it. */
export function follow(url, types, on, onLink) {
  let source, timer, tries = 0, over = false;

  const connect = () => {
    source = new EventSource(url);
    source.onopen = heard;
    source.onerror = again;
    for (const type of [...types, 'ping'])
      source.addEventListener(type, event => {
        heard();
        tries = 0;
        if (type !== 'ping') on(type, JSON.parse(event.data));
      });
    wait(silence);
  };

  const heard = () => {
    onLink(true);
    wait(silence);
  };

  // The browser's own retry gives up for good after an answer that is not a stream.
  const again = () => {
    source.close();
    if (over) return;
    onLink(false);
    clearTimeout(timer);
    timer = setTimeout(connect, pauses[Math.min(tries++, pauses.length - 1)]);
  };

  const wait = time => {
    clearTimeout(timer);
    timer = setTimeout(again, time);
  };

  connect();
  return () => {
    over = true;
    clearTimeout(timer);
    source.close();
  };
}
