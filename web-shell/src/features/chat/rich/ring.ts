import { svg, type TemplateResult } from 'lit';

const RADIUS = 48;
const AROUND = 2 * Math.PI * RADIUS;

/** A ring around something round that tells how much of it is over, from 0 to 1. */
export function ring(part: number): TemplateResult {
  const left = AROUND * (1 - Math.min(1, Math.max(0, part)));
  return svg`<svg class="ring" viewBox="0 0 100 100" aria-hidden="true">
    <circle cx="50" cy="50" r=${RADIUS}></circle>
    <circle class="done" cx="50" cy="50" r=${RADIUS} stroke-dasharray=${AROUND} stroke-dashoffset=${left}></circle>
  </svg>`;
}
