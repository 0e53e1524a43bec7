// Bytes straight to where the server keeps them, with a request that it made for them. An old-fashioned request, because only
// these say how much is sent.
import type { DirectRequest } from './generated/api_types.ts';

/** `refused`: the store said no (too late, not these bytes). `failed`: it said nothing that counts, or is not to be reached. */
export type DirectOutcome = 'arrived' | 'refused' | 'failed';

const k_silence_ms = 60_000;

/** What a store's answer to such a PUT means; 412: somebody was there before, with the same bytes. */
export function outcome_of(status: number): DirectOutcome {
  if ((status >= 200 && status < 300) || status === 412) return 'arrived';
  return status >= 400 && status < 500 ? 'refused' : 'failed';
}

export function put_directly({ url, headers }: DirectRequest, bytes: Uint8Array<ArrayBuffer>, progress: (sent: number) => void): Promise<DirectOutcome> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    let silence: ReturnType<typeof setTimeout> | undefined;
    const wait = (): void => {
      clearTimeout(silence);
      silence = setTimeout(() => request.abort(), k_silence_ms);
    };
    request.upload.onprogress = ({ loaded }) => {
      wait();
      progress(loaded);
    };
    request.onloadend = () => {
      clearTimeout(silence);
      resolve(outcome_of(request.status));
    };
    try {
      request.open('PUT', url);
      for (const { name, value } of headers) request.setRequestHeader(name, value);
      wait();
      request.send(new Blob([bytes]));
    } catch {
      clearTimeout(silence);
      resolve('failed');
    }
  });
}
