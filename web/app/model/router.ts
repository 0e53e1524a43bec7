// The address bar as a store.
import type { Route } from './route.ts';
import { parse_route, write_route } from './route.ts';
import type { Readable } from './store.ts';

export function create_router(window: Window): Readable<Route> & { go: (route: Route) => void } {
  const read = () => parse_route(window.location.pathname, window.location.hash);
  let route = read();
  const listeners = new Set<() => void>();
  const news = () => {
    route = read();
    for (const listener of [...listeners]) listener();
  };
  window.addEventListener('popstate', news);
  window.addEventListener('hashchange', news);
  return {
    get: () => route,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    go: (next) => {
      window.history.pushState(null, '', write_route(next));
      news();
    },
  };
}
