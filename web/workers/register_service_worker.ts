// Keeps the app for the time without a network, and tells when a newer version of it waits. The browser keeps the version
// that runs until the person asks for the new one, so nothing changes under their hands.

const k_quiet_ms = 3_000;
const k_look_ms = 60 * 60_000;

/** `on_new` hears of a newer version, once for each; `take` loads the page again as that version. */
export function keep_app(on_new: (take: () => void) => void): void {
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return;
  const { serviceWorker } = navigator;
  const start = (): void => {
    register(serviceWorker, on_new).catch((error: unknown) => {
      // The app works without it as long as there is a network.
      console.warn('The app can not be kept for offline use.', error);
    });
  };
  // On a first visit the download of what is needed now comes first.
  if (serviceWorker.controller !== null) start();
  else if (document.readyState === 'complete') setTimeout(start, k_quiet_ms);
  else window.addEventListener('load', () => setTimeout(start, k_quiet_ms), { once: true });
}

async function register(container: ServiceWorkerContainer, on_new: (take: () => void) => void): Promise<void> {
  const first_visit = container.controller === null;
  const registration = await container.register('/service_worker.js', { updateViaCache: 'none' });
  let asked = false;
  const offer = (): void => {
    const { waiting } = registration;
    if (waiting === null) return;
    on_new(() => {
      asked = true;
      waiting.postMessage('take over');
    });
  };
  container.addEventListener('controllerchange', () => {
    if (asked) window.location.reload();
    // Another tab asked; this one goes on as it is until its person wants to.
    else if (!first_visit) on_new(() => window.location.reload());
  });
  registration.addEventListener('updatefound', () => {
    const { installing } = registration;
    installing?.addEventListener('statechange', () => {
      if (installing.state === 'installed' && container.controller !== null) offer();
    });
  });
  if (container.controller !== null) offer();
  const look = (): void => void registration.update().catch(() => undefined);
  setInterval(look, k_look_ms);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') look();
  });
}
