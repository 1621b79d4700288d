import { createServer } from 'node:http';
import { once } from 'node:events';

/** A web page of somebody else, served on loopback so that a browser takes it for another origin. */
export type ForeignPage = {
  readonly port: number;
  readonly stop: () => Promise<void>;
};

/** Serves the same empty page at every path. */
export async function startForeignPage(): Promise<ForeignPage> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(
      // With an icon of its own the browser does not ask for one in the middle of a test.
      '<!doctype html><html lang="en"><title>Another page</title><link rel="icon" href="data:,"><body></body></html>',
    );
  });
  server.listen(0);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the foreign page has no port');
  return {
    port: address.port,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** What to try on a server: an address, and the body to post to it. */
export type Target = { readonly url: string; readonly body: string };

/**
 * A script that tries everything a page can send to another origin without being asked, and resolves with what it could read:
 * the kinds of answers that came back to it.
 */
export function attack(targets: readonly Target[]): string {
  return `(async (targets) => {
    const got = [];
    const settled = (what, promise) => promise.then((value) => got.push(what + ': ' + value), () => {});
    const tries = [];
    for (const { url, body } of targets) {
      const text = { 'content-type': 'text/plain' };
      const json = { 'content-type': 'application/json' };
      const form = { 'content-type': 'application/x-www-form-urlencoded' };
      for (const headers of [text, form]) {
        tries.push(fetch(url, { method: 'POST', mode: 'no-cors', credentials: 'include', headers, body }).catch(() => {}));
        tries.push(settled('post', fetch(url, { method: 'POST', headers, body }).then((answer) => answer.text())));
      }
      tries.push(settled('json', fetch(url, { method: 'POST', headers: json, body }).then((answer) => answer.text())));
      tries.push(settled('get', fetch(url).then((answer) => answer.text())));
      tries.push(new Promise((done) => {
        const image = new Image();
        image.onload = image.onerror = done;
        image.src = url;
      }));
      tries.push(settled('events', new Promise((resolve, reject) => {
        const source = new EventSource(url, { withCredentials: true });
        source.onmessage = (event) => { source.close(); resolve(event.data); };
        source.onerror = () => { source.close(); reject(new Error('closed')); };
      })));
      tries.push(settled('socket', new Promise((resolve, reject) => {
        const socket = new WebSocket(url.replace('http:', 'ws:'));
        socket.onopen = () => { socket.close(); resolve('open'); };
        socket.onerror = reject;
      })));
      tries.push(new Promise((done) => {
        const frame = document.createElement('iframe');
        frame.name = 'frame' + Math.random();
        frame.onload = () => done();
        const form = document.createElement('form');
        form.method = 'post';
        form.enctype = 'text/plain';
        form.action = url;
        form.target = frame.name;
        // The name and the value of a field are joined by "=": together they are JSON.
        const field = document.createElement('input');
        field.name = body.slice(0, -1) + ',"x":"';
        field.value = '"}';
        form.append(field);
        document.body.append(frame, form);
        form.submit();
      }));
    }
    await Promise.all(tries);
    return got;
  })(${JSON.stringify(targets)})`;
}
