import type { AppOptions } from '@veche/server';

type Around = NonNullable<AppOptions['around']>;

/** Lets a page of this origin, and no other, show the shell in a frame; everything else of its policy stays. */
export function framedBy(origin: string, around: Around): Around {
  return (door, fetch) => {
    const inner = around(door, fetch);
    return async (request, env) => {
      const response = await inner(request, env);
      const isPage = response.headers.get('content-type')?.startsWith('text/html') === true;
      const policy = response.headers.get('content-security-policy');
      if (!isPage || policy === null) return response;
      const headers = new Headers(response.headers);
      headers.set('content-security-policy', policy.replace("frame-ancestors 'none'", `frame-ancestors ${origin}`));
      return new Response(response.body, { status: response.status, headers });
    };
  };
}
