// Registers the service worker, where the browser has one and the page was built.

export function register_service_worker(): void {
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return;
  navigator.serviceWorker.register('/service_worker.js', { updateViaCache: 'none' }).catch((error: unknown) => {
    // The app works without it as long as there is a network.
    console.warn('The app can not be kept for offline use.', error);
  });
}
