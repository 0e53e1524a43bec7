// Which replica and which engine the app runs with: this device's, or (with `vite --mode fake`) a stand-in for looking at
// screens. A real build does not contain the stand-in.
import type { Services } from './services.tsx';

export interface Clients extends Pick<Services, 'replica' | 'make_engine' | 'families' | 'keep_family'> {
  on_new_version: (listener: (take: () => void) => void) => void;
}

export async function connect(mac: boolean): Promise<Clients> {
  if (import.meta.env.MODE === 'fake') {
    const { fake_clients } = await import('./dev/fake_clients.ts');
    return fake_clients();
  }
  const { start_device } = await import('../workers/device.ts');
  return start_device(mac);
}
