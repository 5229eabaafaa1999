/** Starts what keeps the shell for times without a network and shows pushes. */
export async function registerWorker(): Promise<ServiceWorkerRegistration> {
  return navigator.serviceWorker.register('/service-worker.js', { scope: '/' });
}
