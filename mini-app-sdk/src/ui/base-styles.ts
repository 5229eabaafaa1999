import { css } from 'lit';

/**
 * What every element of the kit begins with: the shell's colours as `followTheme` writes them, or the system's before
 * and outside of it. Edges of controls and words on danger are mixed from these, so that they keep their contrast.
 */
export const baseStyles = css`
  :host {
    --ui-ink: var(--veche-ink, CanvasText);
    --ui-soft: var(--veche-ink-soft, color-mix(in oklab, CanvasText 75%, Canvas));
    --ui-surface: var(--veche-surface, Canvas);
    --ui-raised: var(--veche-raised, color-mix(in oklab, CanvasText 6%, Canvas));
    --ui-line: var(--veche-line, color-mix(in oklab, CanvasText 15%, Canvas));
    --ui-edge: color-mix(in oklab, var(--ui-soft) 80%, var(--ui-surface));
    --ui-accent: var(--veche-accent, LinkText);
    --ui-on-accent: var(--veche-on-accent, Canvas);
    --ui-danger: var(--veche-danger, light-dark(#b3261e, #ff8a80));
    --ui-link: var(--veche-link, LinkText);
    display: block;
    color: var(--ui-ink);
    overflow-wrap: anywhere;
  }

  :host([hidden]),
  [hidden] {
    display: none;
  }

  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  :focus-visible {
    outline: 2px solid var(--ui-link);
    outline-offset: 2px;
  }

  h2,
  p,
  ol {
    margin: 0;
    padding: 0;
    font: inherit;
    list-style: none;
  }

  button,
  input,
  select,
  textarea {
    margin: 0;
    font: inherit;
    color: inherit;
  }

  .small {
    color: var(--ui-soft);
    font-size: max(0.8125rem, 13px);
    line-height: 1.385;
  }

  .unseen {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  @media (prefers-reduced-motion: reduce) {
    * {
      transition: none !important;
    }
  }
`;
