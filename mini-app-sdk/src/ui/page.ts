import { css } from 'lit';

/**
 * The page that the elements stand on: the shell's ground, ink and letters, and one column in `main`. Import it for what
 * it does; any rule of your own goes before it.
 */
const { styleSheet } = css`
  :where(:root) {
    color-scheme: light dark;
  }

  :where(body) {
    min-block-size: 100vh;
    margin: 0;
    background: var(--veche-paper, Canvas);
    color: var(--veche-ink, CanvasText);
    font:
      400 1rem/1.375 system-ui,
      -apple-system,
      'Segoe UI',
      Roboto,
      'Noto Sans',
      sans-serif;
    overflow-wrap: anywhere;
  }

  :where(main, form) {
    display: grid;
    gap: 16px;
    align-content: start;
  }

  :where(main) {
    max-inline-size: 560px;
    margin: 0 auto;
    padding: 24px 16px;
  }

  :where(h1) {
    margin: 0;
    font-size: 1.25rem;
    font-weight: 600;
    line-height: 1.3;
  }

  :where(p) {
    margin: 0;
  }

  :where(a) {
    color: var(--veche-link, LinkText);
  }
`;

if (styleSheet !== undefined) document.adoptedStyleSheets.push(styleSheet);
