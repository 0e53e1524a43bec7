// Where in the app a person is, as the address says it. The right to edit stands behind "#", so it never reaches a server log.
import { from_hex } from './ids.ts';

export type Route =
  | { at: 'home' }
  | { at: 'trash' }
  | { at: 'design'; document: string; capability: string }
  | { at: 'nowhere' };

export function parse_route(path: string, hash: string): Route {
  if (path === '/' || path === '') return { at: 'home' };
  if (path === '/trash') return { at: 'trash' };
  const document = /^\/d\/([0-9a-f]{32})$/.exec(path)?.[1];
  const capability = hash.replace(/^#/, '');
  if (document === undefined || (capability !== '' && from_hex(capability) === undefined)) return { at: 'nowhere' };
  return { at: 'design', document, capability };
}

export function write_route(route: Route): string {
  switch (route.at) {
    case 'home':
    case 'nowhere':
      return '/';
    case 'trash':
      return '/trash';
    case 'design':
      return `/d/${route.document}${route.capability === '' ? '' : `#${route.capability}`}`;
  }
}
