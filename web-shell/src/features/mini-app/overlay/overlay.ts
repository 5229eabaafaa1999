import { html, type TemplateResult } from 'lit';
import type { Shell } from '../../../state/shell.ts';
import type { AppSession } from '../app-session.ts';
import type { Overlay } from '../bridge/host.ts';
import '../home-screen/home-screen-sheet.ts';
import './popup-view.ts';
import './scanner-view.ts';
import './share-view.ts';

/** What lies over an app's page at its wish, drawn by the shell. */
export function appOverlay(shell: Shell, session: AppSession, overlay: Overlay): TemplateResult {
  const closing =
    <T>(settle: (answer: T) => void) =>
    ({ detail }: CustomEvent<T>): void => {
      session.closeOverlay();
      settle(detail);
    };
  switch (overlay.kind) {
    case 'popup':
      return html`<veche-app-popup
        .shell=${shell}
        .session=${session}
        .popup=${overlay.popup}
        @settle=${closing(overlay.settle)}
      ></veche-app-popup>`;
    case 'share':
      return html`<veche-app-share
        .shell=${shell}
        .session=${session}
        .text=${overlay.text}
        @settle=${closing(overlay.settle)}
      ></veche-app-share>`;
    case 'card':
      return html`<veche-app-share
        .shell=${shell}
        .session=${session}
        .card=${overlay.card}
        .picture=${overlay.picture}
        @settle=${closing(overlay.settle)}
      ></veche-app-share>`;
    case 'homeScreen':
      return html`<veche-home-screen
        .shell=${shell}
        .session=${session}
        @settle=${closing(overlay.settle)}
      ></veche-home-screen>`;
    case 'scanner':
      return html`<veche-app-scanner
        .shell=${shell}
        .session=${session}
        .text=${overlay.text}
        @found=${({ detail }: CustomEvent<string>) => overlay.found(detail)}
        @settle=${closing(overlay.settle)}
      ></veche-app-scanner>`;
  }
}
