/** What browsers have of the Shape Detection API; TypeScript knows none of it. */
interface BarcodeDetector {
  detect(picture: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]>;
}

type Window = { BarcodeDetector?: new (options: { formats: string[] }) => BarcodeDetector };

/** Whether this browser reads QR codes by itself. */
export function canScan(): boolean {
  return 'BarcodeDetector' in globalThis && 'mediaDevices' in navigator;
}

const lookEveryMs = 150;

/** Shows the camera in a picture and tells each code when it comes into sight. Answers what ends it. */
export async function followCodes(video: HTMLVideoElement, found: (text: string) => void): Promise<() => void> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
  const { BarcodeDetector: Detector } = globalThis as Window;
  const detector = new Detector!({ formats: ['qr_code'] });
  let last = '';
  video.srcObject = stream;
  await video.play();
  const look = async (): Promise<void> => {
    const [code] = await detector.detect(video).catch(() => []);
    const text = code?.rawValue ?? '';
    if (text !== '' && text !== last) found(text.slice(0, 4096));
    last = text;
  };
  const timer = setInterval(() => void look(), lookEveryMs);
  return () => {
    clearInterval(timer);
    video.srcObject = null;
    for (const track of stream.getTracks()) track.stop();
  };
}
