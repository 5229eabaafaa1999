import { type Manifest, siteOf } from '@veche/contract';

/** Everything a page can ask of a device; it gets what its manifest names, and of that nothing that looks or listens. */
const features = [
  'accelerometer',
  'autoplay',
  'bluetooth',
  'browsing-topics',
  'camera',
  'clipboard-read',
  'clipboard-write',
  'compute-pressure',
  'display-capture',
  'encrypted-media',
  'fullscreen',
  'gamepad',
  'geolocation',
  'gyroscope',
  'hid',
  'identity-credentials-get',
  'idle-detection',
  'keyboard-map',
  'local-fonts',
  'magnetometer',
  'microphone',
  'midi',
  'otp-credentials',
  'payment',
  'picture-in-picture',
  'publickey-credentials-create',
  'publickey-credentials-get',
  'screen-wake-lock',
  'serial',
  'storage-access',
  'sync-xhr',
  'usb',
  'web-share',
  'window-management',
  'xr-spatial-tracking',
];

/** Hash of nothing: SDKs that put an empty style element into the page may. */
const EMPTY = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";

/** What a manifest opens beyond the app's own origin. */
type Openings = Pick<Manifest, 'network_hosts' | 'device_features' | 'url'>;

const closed: Openings = { network_hosts: [], device_features: [] };

/**
 * Headers of every answer on an app host. `frameAncestors` says who may show it in a frame. Only documents need what
 * the manifest opens: a browser takes the policy of a page from the answer that brought the page.
 */
export function appHeaders(
  frameAncestors: string,
  { network_hosts, device_features, url } = closed,
): Record<string, string> {
  const site = siteOf({ url });
  const hosts = network_hosts.map((host) => ` https://${host}`).join('');
  const origins = [...network_hosts.map((host) => `https://${host}`), ...(site === null ? [] : [site])];
  const addresses = origins.map((origin) => ` "${origin}/*"`).join('');
  const users = site === null ? 'self' : `self "${site}"`;
  const allowed = new Set<string>(device_features);
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' ${EMPTY}`,
    `img-src 'self' data: blob:${hosts}`,
    "font-src 'self' data: blob:",
    "media-src 'self' data: blob:",
    `connect-src 'self'${hosts}`,
    `frame-src ${site ?? "'none'"}`,
    "worker-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${frameAncestors}`,
    "require-trusted-types-for 'script'",
    "webrtc 'block'",
  ];
  return {
    'Content-Security-Policy': policy.join('; '),
    // Chromium does not enforce webrtc 'block' above; this closes the way out through STUN and TURN.
    'Connection-Allowlist': `(response-origin${addresses});webrtc=block`,
    'Permissions-Policy': features.map((feature) => `${feature}=(${allowed.has(feature) ? users : ''})`).join(', '),
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Origin-Agent-Cluster': '?1',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-DNS-Prefetch-Control': 'off',
  };
}
