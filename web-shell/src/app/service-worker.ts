/** Starts what keeps the shell for times without a network and shows pushes. Rejects where there can be none. */
export async function registerWorker(): Promise<ServiceWorkerRegistration> {
  const { serviceWorker } = navigator;
  await serviceWorker.register('/service-worker.js', { scope: '/' });
  // A browser that is told to keep none settles all the same.
  const registration = await serviceWorker.getRegistration();
  if (registration === undefined) throw new Error('this browser keeps no service worker');
  return registration;
}
