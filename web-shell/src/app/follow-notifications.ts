/** A click on a notification leads the page that is open to the message. */
export function followNotifications(go: (path: string) => void): void {
  navigator.serviceWorker.addEventListener(
    'message',
    ({ data }: MessageEvent<{ t?: string; path?: string } | null>) => {
      if (data?.t === 'go' && data.path?.startsWith('/c') === true) go(data.path);
    },
  );
}
